"""The columns of an import's sheets as step 对应 shows them: what needs a decision comes first."""

from dataclasses import dataclass
from typing import Any

from departments.importing.columns import options_for

UNMATCHED, MATCHED, IGNORED = "unmatched", "matched", "ignored"
_ORDER = (UNMATCHED, MATCHED, IGNORED)
Review = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a file with its first values; ``by`` is person, remembered or empty."""

    name: str
    index: int
    header: str
    field: str
    state: str
    by: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet with its columns, and the fields offered for them: usual ones and all others."""

    number: int
    name: str | None
    table: str
    hidden: bool
    rows: int | None
    header_rows: list[int]
    columns: list[ColumnView]
    usual: list[str]
    others: list[str]

    @property
    def unmatched(self) -> int:
        """How many columns wait for a decision."""
        return sum(column.state == UNMATCHED for column in self.columns)


def sheets_of(review: Review) -> list[SheetView]:
    """Every sheet of the file; sheets with columns to decide come first."""
    sheets = [_sheet(number, sheet) for number, sheet in enumerate(review.get("sheets", ()))]
    return sorted(sheets, key=lambda sheet: (not sheet.columns, not sheet.unmatched))


def unmatched_columns(review: Review) -> int:
    """How many columns of recognised tables nobody understands and nobody has decided about."""
    return sum(
        _state(column) == UNMATCHED
        for sheet in review.get("sheets", ())
        if sheet["table"] != "unrecognised"
        for column in sheet["columns"]
    )


def has_table(review: Review) -> bool:
    """Whether any sheet was recognised as a table that can be imported."""
    return any(sheet["table"] != "unrecognised" for sheet in review.get("sheets", ()))


def _sheet(number: int, sheet: dict[str, Any]) -> SheetView:
    columns = [
        ColumnView(
            name=f"column-{number}-{column['index']}",
            index=column["index"],
            header=column["header"],
            field=column["field"] or "",
            state=_state(column),
            by=column.get("by", ""),
            samples=column.get("samples", []),
        )
        for column in sheet["columns"]
    ]
    columns.sort(key=lambda column: (_ORDER.index(column.state), column.index))
    usual, others = options_for(sheet["table"], (column.field for column in columns))
    return SheetView(
        number,
        sheet["name"],
        sheet["table"],
        sheet.get("hidden", False),
        sheet.get("rows"),
        sheet["header_rows"],
        columns,
        usual,
        others,
    )


def _state(column: dict[str, Any]) -> str:
    if column["field"]:
        return MATCHED
    return IGNORED if column.get("known", True) or column.get("by") else UNMATCHED
