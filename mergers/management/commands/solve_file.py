"""The command `solve_file`: solves a planning problem from a JSON file and prints the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mergers.lazy import planner


class Command(BaseCommand):
    help = "Solve the planning problem in a JSON file and print the result as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the problem, as described in docs/planner.md")
        parser.add_argument(
            "--certificate", metavar="OUT.json", help="also write a file for verify_plan"
        )

    def handle(self, *args: Any, **options: Any) -> None:

        path = Path(options["file"])
        try:
            answer, proof = planner.fileio.solve_and_prove(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            reason = f"{path}: {error.strerror or 'cannot be read'}"
            raise CommandError(reason, returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(f"{path}: is not UTF-8 text", returncode=2) from None
        except planner.problem.ProblemError as error:
            raise CommandError(str(error), returncode=2) from None
        if options["certificate"] and proof is not None:
            self._write(Path(options["certificate"]), proof)
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _write(self, path: Path, proof: dict[str, Any]) -> None:
        """Write the proof; where there is no plan there is none, and nothing is written."""
        try:
            path.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            reason = f"{path}: {error.strerror or 'cannot be written'}"
            raise CommandError(reason, returncode=2) from None
