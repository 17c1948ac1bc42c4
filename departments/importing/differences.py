"""What an import would change: each row of the file beside the row of the database it means."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bigsection.web.id_numbers import mask_id_numbers

NEW, UPDATED, UNCHANGED, REJECTED, LEFT_OUT = "new", "updated", "unchanged", "rejected", "left_out"

Values = dict[str, Any]


def numbered(times: Counter[tuple[Any, ...]], *key: Any) -> tuple[Any, ...]:
    """The key with which time it occurs behind it; ``times`` keeps count."""
    times[key] += 1
    return (*key, times[key])


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
    department: str
    values: Values


class RowDifference(NamedTuple):
    """One row of the file and what it means for the database."""

    status: str
    file: FileRow
    known: KnownRow | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDifference:
    """All rows of one table.

    ``missing`` is known to the database, but not in the file; ``abolished`` are those of them
    that a person wants abolished. ``unchanged`` more rows change nothing and are not listed.
    """

    table: str
    rows: list[RowDifference] = field(default_factory=list)
    missing: list[KnownRow] = field(default_factory=list)
    abolished: list[KnownRow] = field(default_factory=list)
    unchanged: int = 0

    def __len__(self) -> int:
        return len(self.rows) + self.unchanged

    def having(self, status: str) -> list[RowDifference]:
        """The rows with this status."""
        return [row for row in self.rows if row.status == status]

    def counts(self) -> dict[str, int]:
        """How many rows have which status."""
        counts = dict.fromkeys((NEW, UPDATED, UNCHANGED, REJECTED, LEFT_OUT), 0)
        counts[UNCHANGED] = self.unchanged
        for row in self.rows:
            counts[row.status] += 1
        return counts


def compare_table(
    table: str,
    rows: Iterable[FileRow],
    known: Mapping[tuple[Any, ...], KnownRow],
    *,
    left_out: Set[tuple[str | None, int]] = frozenset(),
    abolish: Set[int] = frozenset(),
) -> TableDifference:
    """Match rows of the file with those of the database by key, and compare their fields.

    A row that carries a reason is rejected, and so is a second row with the same key. Fields about
    which the file is silent never change. Rows in ``left_out`` are known to be in the file, so
    never missing, but nothing is written for them.
    """
    differences = []
    met = set()
    first: dict[tuple[Any, ...], FileRow] = {}
    for row in rows:
        found = known.get(row.key)
        if found is not None:
            met.add(found.pk)
        if left_out and (row.sheet, row.row) in left_out:
            differences.append(RowDifference(LEFT_OUT, row, found))
            continue
        earlier = first.setdefault(row.key, row)
        if row.reason or earlier is not row:
            differences.append(RowDifference(REJECTED, _with_reason(row, earlier)))
        elif found is None:
            differences.append(RowDifference(NEW, row))
        else:
            changed = _changed(row.values, found.values)
            differences.append(
                RowDifference(UPDATED if changed else UNCHANGED, row, found, changed)
            )
    missing = list({row.pk: row for row in known.values() if row.pk not in met}.values())
    abolished = [row for row in missing if row.pk in abolish]
    return TableDifference(table, differences, missing, abolished)


def _with_reason(row: FileRow, earlier: FileRow) -> FileRow:
    if row.reason:
        return row
    place = f"“{earlier.sheet}”第 {earlier.row} 行" if earlier.sheet else f"第 {earlier.row} 行"
    return replace(row, reason=f"与{place}重名，请改名或删去一行")


def _changed(new: Values, old: Values) -> tuple[str, ...]:
    """The fields about which the file says something else than the database; the text of the
    database with its ID numbers masked, as an export without them has it, is nothing else.
    """
    return tuple(
        name
        for name, value in new.items()
        if value is not None and value != old.get(name) and not _is_masked(value, old.get(name))
    )


def _is_masked(value: Any, known: Any) -> bool:
    return isinstance(known, str) and "*" in str(value) and value == mask_id_numbers(known)
