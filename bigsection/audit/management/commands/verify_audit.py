"""The command `verify_audit`: proves that nothing in the audit trail was changed after the fact."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from bigsection.audit import triggers
from bigsection.audit.roles import may_undo
from bigsection.audit.verifying import PATIENCE, Finding, verify
from bigsection.launch.private_files import private_opener


class Command(BaseCommand):
    help = (
        "Compute the hash chain over the audit trail again. Exit 0: all holds, 1: the chain is "
        "broken (the first break is named), 2: the chain holds, but events wait to be sealed for "
        "longer than a worker takes, or the database no longer refuses changes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="NUMBER:HASH", help="a head that was exported before")
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="write the links for recomputing elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _read_head(options["head"]) if options["head"] else None
        with ExitStack() as stack:
            on_line = None
            if path := options["export"]:
                file = stack.enter_context(
                    open(path, "w", encoding="utf-8", newline="\n", opener=private_opener)
                )
                on_line = lambda link, text: file.write(f"{link}\t{text}\n")  # noqa: E731
            found = verify(at=timezone.now(), kept=kept, on_line=on_line)
        self._tell(found)
        warnings = self._warnings(found)
        if found.fault:
            raise CommandError("the audit trail is broken", returncode=1)
        if warnings:
            raise CommandError("the chain holds, but see above", returncode=2)

    def _tell(self, found: Finding) -> None:
        """Print what holds, and the first break."""
        if found.fault:
            self.stdout.write(f"BREAK  {found.fault}")
        self.stdout.write(f"{found.sealed} links hold")
        if found.last:
            event = found.last.event
            self.stdout.write(f"last   link {found.last.number}, event {event.pk}: {event}")
            self.stdout.write(f"       sealed {found.last.sealed_at.isoformat()}")
            self.stdout.write(f"head   {found.last.number}:{found.last.hash}")
        if found.late:
            minutes = PATIENCE.total_seconds() / 60
            self.stdout.write(
                f"note   {found.late} events were sealed more than {minutes:g} minutes after the "
                "moment they are of (all of a trail from before the chain, or a stopped worker)"
            )

    def _warnings(self, found: Finding) -> list[str]:
        """Print what weakens the chain without breaking it."""
        warnings = []
        if found.waiting:
            first = found.waiting[0]
            warnings.append(
                f"{len(found.waiting)} events wait to be sealed, event {first.pk} the longest: "
                "does a worker run?"
            )
        if lacking := triggers.missing(connection):
            warnings.append(f"the database lacks the triggers {', '.join(lacking)}")
        for warning in warnings:
            self.stdout.write(f"WARN   {warning}")
        if powers := may_undo(connection):
            self.stdout.write(f"note   {powers}")
        return warnings


def _read_head(text: str) -> tuple[int, str]:
    number, _, link = text.strip().partition(":")
    if not (number.isdecimal() and len(number) < 20 and len(link) == 64):
        raise CommandError(f"{text} is no head: NUMBER:HASH as exported", returncode=2)
    return int(number), link
