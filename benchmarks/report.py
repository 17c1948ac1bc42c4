"""Tables of results in Markdown: a line of one, and the file in which a script keeps its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def line(cells: Iterable[object]) -> str:
    """A line of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def write(script: str, text: Sequence[str], table: Sequence[str], more: Sequence[str] = ()) -> None:
    """Write what a script says of its measurement, its table and ``more`` beside it, under its name;
    print the table.
    """
    lines = [*text, "", *table, "", *more]
    Path(script).with_suffix(".md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(table))
