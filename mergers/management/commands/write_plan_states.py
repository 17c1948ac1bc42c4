"""Writes docs/plan-states.md, the diagram of a plan's way, from the workflow table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mergers.domain.workflow import START, TRANSITIONS
from mergers.models import PlanStatus
from mergers.permissions import ROLE_NAMES, STEP_NAMES

PATH = Path(settings.BASE_DIR) / "docs" / "plan-states.md"


def page() -> str:
    """The page: a mermaid diagram and the same as a table."""
    labels = dict(PlanStatus.choices)
    lines = [
        "# The way of a plan",
        "",
        "Generated from `mergers/domain/workflow.py` by `manage.py write_plan_states`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {START}",
        *(f'    state "{labels[status]}" as {status}' for status in PlanStatus.values),
    ]
    rows = ["| step | from | to | who | author may | needs a reason |", "|---|---|---|---|---|---|"]
    for step in TRANSITIONS.values():
        name = STEP_NAMES[step.verb]
        lines += [f"    {source} --> {step.target}: {name}" for source in step.sources]
        sources = "、".join(str(labels[source]) for source in step.sources)
        who = "、".join(str(ROLE_NAMES[role]) for role in step.roles)
        author, reason = ("yes" if flag else "no" for flag in (step.author_may, step.needs_reason))
        rows.append(f"| {name} | {sources} | {labels[step.target]} | {who} | {author} | {reason} |")
    return "\n".join([*lines, "```", "", *rows, ""])


class Command(BaseCommand):
    help = "Write docs/plan-states.md; with --check only say whether it is current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check for continuous integration."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 under --check when the page is not what the table says."""
        if options["check"]:
            if not PATH.exists() or PATH.read_text("utf-8") != page():
                raise CommandError("docs/plan-states.md is out of date: run write_plan_states")
            return
        PATH.write_text(page(), "utf-8")
