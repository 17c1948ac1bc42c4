"""The command `verify_plan`: checks certificate files, or all stored ones, without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mergers.lazy import planner


class Command(BaseCommand):
    help = (
        "Check a certificate file: that its plan keeps the rules, scores what it says, and that "
        "no plan is better than its bound. With --stored, check the certificates of all plans in "
        "the database. Exit 0: all holds, 1: it does not, 2: not readable."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("file", nargs="?", help="as downloaded from a plan's page")
        which.add_argument(
            "--stored", action="store_true", help="every certificate stored in the database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stored"]:
            self._check_stored()
        else:
            self._check_file(Path(options["file"]))

    def _check_file(self, path: Path) -> None:
        """Print one line for every claim checked, the faults below it."""

        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
            faults = 0
            for check in planner.checker.whole_file.check_file(content):
                self.stdout.write(f"{'FAULT' if check.faults else 'ok   '}  {check.claim}")
                for fault in check.faults:
                    self.stdout.write(f"       {fault}")
                faults += len(check.faults)
        except OSError as error:
            reason = f"{path}: {error.strerror or 'cannot be read'}"
            raise CommandError(reason, returncode=2) from None
        except planner.checker.whole_file.NoProofFile as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        except (ValueError, RecursionError):  # no JSON, no UTF-8, a number of thousands of digits
            raise CommandError(f"{path}: is not a JSON file in UTF-8", returncode=2) from None
        if faults:
            raise CommandError("the certificate does not hold", returncode=1)

    def _check_stored(self) -> None:
        """Print the plans whose certificate is refused, the faults below each; then how many."""
        from mergers.planning.reverifying import stored_checks

        checked = refused = 0
        for plan, faults in stored_checks():
            checked += 1
            if not faults:
                continue
            refused += 1
            proven = "proven" if plan.proven else "not proven"
            self.stdout.write(
                f"FAULT  plan {plan.pk}, {plan.department}, {plan.title} ({plan.status}, {proven})"
            )
            for fault in faults:
                self.stdout.write(f"       {fault}")
        self.stdout.write(f"{checked} certificates checked, {refused} refused")
        if refused:
            raise CommandError("not every stored certificate holds", returncode=1)
