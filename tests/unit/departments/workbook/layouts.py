"""Writes one and the same section list or roster in many layouts, for the property tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook

Value = str | int | None


@dataclass
class Layout:
    """How a table is laid out; the defaults are the plainest sheet."""

    order: Sequence[str]
    headers: dict[str, str]
    titles: Sequence[str] = ()
    merge_sections: bool = False
    blank_repeats: bool = False
    total_label: str | None = None
    notes: Sequence[str] = ()
    left_margin: int = 0
    spaced_names: bool = False
    groups: dict[str, str] = field(default_factory=dict)


def write(rows: Sequence[dict[str, Value]], layout: Layout, sheet: str = "Sheet1") -> bytes:
    """Return the workbook of `rows` (field → value) in a layout."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    margin: list[Value] = [None] * layout.left_margin
    width = layout.left_margin + len(layout.order)
    for title in layout.titles:
        page.append([*margin, title])
        if len(layout.order) > 1:
            row = page.max_row
            page.merge_cells(
                start_row=row, end_row=row, start_column=layout.left_margin + 1, end_column=width
            )
    _write_header(page, layout, margin)
    first = page.max_row + 1
    previous = None
    for row in rows:
        values = [_shown(row, name, layout, previous) for name in layout.order]
        page.append([*margin, *values])
        previous = row.get("section")
    if layout.merge_sections:
        _merge_runs(page, rows, first, layout)
    if layout.total_label:
        totals: list[Value] = [
            sum(int(row[name] or 0) for row in rows) if name in ("quota", "headcount") else None
            for name in layout.order
        ]
        totals[layout.order.index("section")] = layout.total_label
        page.append([*margin, *totals])
    for note in layout.notes:
        page.append([*margin, note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_header(page: object, layout: Layout, margin: list[Value]) -> None:
    if not layout.groups:
        page.append([*margin, *(layout.headers[name] for name in layout.order)])  # type: ignore[attr-defined]
        return
    groups = [layout.groups.get(name) for name in layout.order]
    top: list[Value] = [
        group or layout.headers[name] for group, name in zip(groups, layout.order, strict=True)
    ]
    below: list[Value] = [
        layout.headers[name] if group else None
        for group, name in zip(groups, layout.order, strict=True)
    ]
    shown = [
        None if place and groups[place] and groups[place] == groups[place - 1] else label
        for place, label in enumerate(top)
    ]
    page.append([*margin, *shown])  # type: ignore[attr-defined]
    page.append([*margin, *below])  # type: ignore[attr-defined]
    row = page.max_row - 1  # type: ignore[attr-defined]
    place = 0
    while place < len(groups):
        end = place
        while groups[place] and end + 1 < len(groups) and groups[end + 1] == groups[place]:
            end += 1
        column = layout.left_margin + place + 1
        page.merge_cells(  # type: ignore[attr-defined]
            start_row=row,
            end_row=row if groups[place] else row + 1,
            start_column=column,
            end_column=layout.left_margin + end + 1,
        )
        place = end + 1


def _shown(row: dict[str, Value], name: str, layout: Layout, previous: Value) -> Value:
    value = row.get(name)
    if name == "section":
        if (layout.merge_sections or layout.blank_repeats) and value == previous:
            return None
        if layout.spaced_names and isinstance(value, str) and len(value) == 3:
            return " ".join(value)
    return value


def _merge_runs(page: object, rows: Sequence[dict[str, Value]], first: int, layout: Layout) -> None:
    column = layout.left_margin + list(layout.order).index("section") + 1
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place]["section"] != rows[start]["section"]:
            if place - start > 1:
                page.merge_cells(  # type: ignore[attr-defined]
                    start_row=first + start,
                    end_row=first + place - 1,
                    start_column=column,
                    end_column=column,
                )
            start = place
