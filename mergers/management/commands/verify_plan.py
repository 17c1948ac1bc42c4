"""The command `verify_plan`: checks a plan's certificate file without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = (
        "Check a certificate file: that its plan keeps the rules, scores what it says, and that "
        "no plan is better than its bound. Exit 0: all holds, 1: it does not, 2: not readable."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="as downloaded from a plan's page")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for every claim checked, the faults below it."""
        from mergers.planner.verify_file import NoProofFile, check_file

        path = Path(options["file"])
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
            faults = 0
            for check in check_file(content):
                self.stdout.write(f"{'FAULT' if check.faults else 'ok   '}  {check.claim}")
                for fault in check.faults:
                    self.stdout.write(f"       {fault}")
                faults += len(check.faults)
        except OSError as error:
            reason = f"{path}: {error.strerror or 'cannot be read'}"
            raise CommandError(reason, returncode=2) from None
        except NoProofFile as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        except (ValueError, RecursionError):  # no JSON, no UTF-8, a number of thousands of digits
            raise CommandError(f"{path}: is not a JSON file in UTF-8", returncode=2) from None
        if faults:
            raise CommandError("the certificate does not hold", returncode=1)
