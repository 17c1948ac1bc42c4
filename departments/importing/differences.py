"""What an import would change: each row of the file beside the row of the database it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

NEW, UPDATED, UNCHANGED, REJECTED = "new", "updated", "unchanged", "rejected"

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row as the file has it; a None value says that the file is silent about the field."""

    sheet: str | None
    row: int
    department: str
    label: str
    key: tuple[Any, ...]
    values: Values
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """The row of the database with the same key."""

    pk: int
    label: str
    values: Values


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row of the file and what it means for the database."""

    status: str
    file: FileRow
    known: KnownRow | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDifference:
    """All rows of one table; ``missing`` is known to the database, but not in the file."""

    table: str
    rows: list[RowDifference] = field(default_factory=list)
    missing: list[KnownRow] = field(default_factory=list)

    def having(self, status: str) -> list[RowDifference]:
        """The rows with this status."""
        return [row for row in self.rows if row.status == status]

    def counts(self) -> dict[str, int]:
        """How many rows have which status."""
        counts = dict.fromkeys((NEW, UPDATED, UNCHANGED, REJECTED), 0)
        for row in self.rows:
            counts[row.status] += 1
        return counts


def compare_table(
    table: str, rows: Iterable[FileRow], known: Mapping[tuple[Any, ...], KnownRow]
) -> TableDifference:
    """Match rows of the file with those of the database by key, and compare their fields.

    A row that carries a reason is rejected, and so is a second row with the same key. Fields about
    which the file is silent never change.
    """
    differences = []
    met = set()
    first: dict[tuple[Any, ...], FileRow] = {}
    for row in rows:
        earlier = first.setdefault(row.key, row)
        if row.reason or earlier is not row:
            reason = (
                row.reason
                or f"与“{earlier.sheet or '文件'}”第 {earlier.row} 行重名，请改名或删去一行"
            )
            differences.append(RowDifference(REJECTED, replace(row, reason=reason)))
            continue
        found = known.get(row.key)
        if found is None:
            differences.append(RowDifference(NEW, row))
            continue
        met.add(found.pk)
        changed = tuple(
            name
            for name, value in row.values.items()
            if value is not None and value != found.values.get(name)
        )
        differences.append(RowDifference(UPDATED if changed else UNCHANGED, row, found, changed))
    missing = {row.pk: row for row in known.values() if row.pk not in met}
    return TableDifference(table, differences, list(missing.values()))
