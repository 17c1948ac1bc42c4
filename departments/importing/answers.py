"""What a person answered on the pages of an import, as a change of its choices.

Cells are named ``sheet-row-column`` and rows ``sheet-row`` (the sheet by its place in the review).
A page says what it showed beside every answer, so that two people who work on one import keep
each other's decisions: only what was changed on the page is changed.
"""

import json
from collections.abc import Set
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from bigsection.errors import Invalid
from bigsection.web.numbers import key_in, whole
from departments.importing.choices import Choices, Place
from departments.importing.columns import choosable

Review = dict[str, Any]
Cell = tuple[str | None, int, int]
IGNORE, AUTOMATIC = "-", "auto"
LONGEST_VALUE = 4000
MOST_CELLS = 1_048_576
"""A sheet of Excel has no more rows, let alone columns."""


def answered(review: Review, choices: Choices, posted: QueryDict) -> Choices:
    """The choices after a page of the review was sent.

    ``fix-CELL`` is a value for a cell with a problem, ``row-ROW`` 0 or 1 whether a row was shown as
    left out and ``out-ROW`` whether it is now, ``match-PK`` same or different for a suggested
    rename, ``gone-TABLE-PK`` and ``abolish-TABLE-PK`` the same for missing rows; ``drop_fix``,
    ``drop_out``, ``drop_rename``, ``drop_refused`` and ``drop_abolish`` take decisions back;
    ``do=leave_out_errors`` leaves out every row with an error. Unknown names are passed over.
    """
    choices = replace(
        choices,
        corrections=_corrections(review, choices, posted),
        left_out=_left_out(review, choices, posted),
        abolish=_abolish(choices, posted),
    )
    return _renames(review, choices, posted)


def mapped(review: Review, choices: Choices, posted: QueryDict) -> Choices:
    """The choices after the page 对应 was sent: ``column-SHEET-INDEX`` is a field, "-" to ignore
    the column, "auto" to leave it to us again, empty for no decision. Invalid for no such field.
    """
    mapping = dict(choices.mapping)
    for number, sheet in enumerate(review["sheets"]):
        for column in sheet["columns"]:
            value = posted.get(f"column-{number}-{column['index']}", "")
            key = (sheet["name"] or "", column["header"])
            if value == AUTOMATIC:
                mapping.pop(key, None)
            elif value and (value != _present(column) or key in mapping):
                if value not in (IGNORE, column["field"], *choosable()):
                    raise Invalid(f"没有“{value}”这个字段。", hint="请刷新页面后重新选择。")
                mapping[key] = None if value == IGNORE else value
    return replace(choices, mapping=mapping)


def error_rows(review: Review) -> set[Place]:
    """Every row of data that has an error or cannot be taken."""
    heads = header_rows(review)
    rows = {
        (problem["sheet"], problem["row"])
        for problem in review.get("problems", ())
        if problem["severity"] == "error" and may_leave_out(problem, heads)
    }
    for table in review.get("tables", ()):
        rows |= {(r["sheet"], r["row"]) for r in table["rows"] if r["status"] == "rejected"}
    return rows


def header_rows(review: Review) -> set[Place]:
    """The rows of all headers."""
    return {
        (sheet["name"], row)
        for sheet in review.get("sheets", ())
        for row in sheet.get("header_rows", ())
    }


def may_leave_out(problem: dict[str, Any], heads: Set[Place]) -> bool:
    """Whether a problem belongs to a row of data, not to a header, a total or the whole table."""
    about_row = problem["code"] not in ("unmatched_column", "total_mismatch")
    return about_row and (problem["sheet"], problem["row"]) not in heads


def may_fix(problem: dict[str, Any]) -> bool:
    """Whether a problem means one cell whose value can be put right."""
    return problem.get("column_index") is not None and problem["code"] != "unmatched_column"


def _present(column: dict[str, Any]) -> str:
    """What the page shows for a column as it is."""
    if column["field"]:
        return str(column["field"])
    return IGNORE if column.get("known", True) else ""


def _corrections(review: Review, choices: Choices, posted: QueryDict) -> dict[Cell, str]:
    dropped = {_place(review, key, parts=3) for key in posted.getlist("drop_fix")}
    corrections = {c: text for c, text in choices.corrections.items() if c not in dropped}
    known: dict[tuple[Any, ...], dict[str, Any]] = {
        (problem["sheet"], problem["row"], problem["column_index"]): problem
        for problem in review["problems"]
        if may_fix(problem)
    }
    for name, value in posted.items():
        cell = _place(review, name.removeprefix("fix-"), parts=3)
        problem = known.get(cell or ()) if name.startswith("fix-") else None
        text = str(value).strip()[:LONGEST_VALUE]
        if problem is None or cell is None or text == problem["value"]:
            continue
        if text or not problem["private"]:  # a masked value is not shown to be edited
            sheet, row, column = cell
            corrections[sheet, row, column] = text
    return corrections


def _left_out(review: Review, choices: Choices, posted: QueryDict) -> frozenset[Place]:
    rows = set(choices.left_out)
    back = {_place(review, key, parts=2) for key in posted.getlist("drop_out")}
    for name, shown in posted.items():
        key = name.removeprefix("row-")
        place = _place(review, key, parts=2) if name != key else None
        now = f"out-{key}" in posted
        if place is None or now == (shown == "1"):
            continue
        if now:
            rows.add((place[0], place[1]))
        else:
            back.add(place)
    rows = {row for row in rows if row not in back}
    if posted.get("do") == "leave_out_errors":
        rows |= error_rows(review)
    return frozenset(rows)


def _abolish(choices: Choices, posted: QueryDict) -> dict[str, frozenset[int]]:
    abolish = {table: set(pks) for table, pks in choices.abolish.items()}
    for name, shown in posted.items():
        kind, _, rest = name.partition("-")
        table, _, pk = rest.partition("-")
        now = f"abolish-{rest}" in posted
        key = key_in(pk)
        if kind == "gone" and key is not None and now != (shown == "1"):
            pks = abolish.setdefault(table, set())
            (pks.add if now else pks.discard)(key)
    for dropped in posted.getlist("drop_abolish"):
        table, _, pk = dropped.partition("-")
        abolish.get(table, set()).discard(key_in(pk) or 0)
    return {table: frozenset(pks) for table, pks in abolish.items() if pks}


def _renames(review: Review, choices: Choices, posted: QueryDict) -> Choices:
    renames, refused = dict(choices.renames), set(choices.refused)
    for match in review.get("matches", ()):
        answer = posted.get(f"match-{match['pk']}")
        if answer == "same":
            renames[match["department"], match["new"]] = match["old"]
        elif answer == "different":
            refused.add((match["department"], match["new"], match["old"]))
    dropped = {_names(key) for key in posted.getlist("drop_rename")}
    renames = {new: old for new, old in renames.items() if new not in dropped}
    forgotten = {_names(key) for key in posted.getlist("drop_refused")}
    refused = {pair for pair in refused if pair not in forgotten}
    return replace(choices, renames=renames, refused=frozenset(refused))


def _names(key: str) -> tuple[str, ...]:
    """The names in a JSON list; none for anything else."""
    try:
        names = json.loads(key)
        return tuple(map(str, names)) if isinstance(names, list) else ()
    except (ValueError, RecursionError):
        return ()


def key_of(review: Review, sheet: str | None, *numbers: int) -> str:
    """How a page names a row or a cell; empty for a sheet that the review does not have."""
    names = [found["name"] for found in review.get("sheets", ())]
    if sheet not in names:
        return ""
    return "-".join(map(str, (names.index(sheet), *numbers)))


def _place(review: Review, key: str, *, parts: int) -> tuple[Any, ...] | None:
    """The row or cell of a key; None for a key that no page made."""
    numbers = [whole(number, most=MOST_CELLS) for number in key.split("-")]
    sheet, *rest = [number for number in numbers if number is not None] or [0]
    if not len(numbers) == parts == 1 + len(rest) or sheet >= len(review["sheets"]):
        return None
    return (review["sheets"][sheet]["name"], *rest)
