"""Compares the people of a workbook with the database column by column: there may be a hundred
thousand, and most of them are as they were.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import compress
from typing import cast

from departments.importing.choices import Place
from departments.importing.differences import (
    UNCHANGED,
    FileRow,
    TableDifference,
    compare_table,
    numbered,
)
from departments.importing.file_rows import FileRows
from departments.importing.known import Key, People
from departments.importing.refusing import LONGEST, Homes, fitting
from departments.workbook.records import Block, Row, Source

Matches = tuple[list[Key], list[int | None]]
"""Of every row its key, and the place among the known people of the one it means."""


def compare_people(
    blocks: Sequence[Block],
    people: People,
    rows: FileRows,
    homes: Homes,
    *,
    unread: Sequence[FileRow],
    left_out: Set[Place],
    abolish: Set[int],
) -> TableDifference:
    """The difference of the people, as ``compare_table`` makes it of any rows; those who are in the
    database just so are only counted.
    """
    matches = list(_matches(blocks, people))
    times = Counter(key for keys, _ in matches for key in keys)
    same: set[int | None] = set()
    others: list[FileRow] = []
    found: dict[Key, int] = {}
    for block, (keys, places) in zip(blocks, matches, strict=True):
        alike = [
            place is not None
            and texts == people.rows[place]
            and fits
            and times[key] == 1
            and (block.sheet, line) not in left_out
            for place, texts, fits, key, line in zip(
                places, _texts(block), _fit(block, rows, homes), keys, block.lines, strict=True
            )
        ]
        same.update(compress(places, alike))
        rest = [n for n, yes in enumerate(alike) if not yes]
        others += [
            rows.person(row, keys[n]) for n, row in zip(rest, block.only(rest).rows(), strict=True)
        ]
        found |= {keys[n]: place for n in rest if (place := places[n]) is not None}
    met = same | set(found.values())
    known = {key: people.row(place) for key, place in found.items()}
    gone = {(pk,): people.row(place) for place, pk in enumerate(people.pks) if place not in met}
    wanted = [*fitting("staff", others, homes), *unread]
    table = compare_table("staff", wanted, known | gone, left_out=left_out, abolish=abolish)
    rows_listed = [row for row in table.rows if row.status != UNCHANGED]
    unchanged = len(same) + len(table.rows) - len(rows_listed)
    return replace(table, rows=rows_listed, unchanged=unchanged)


def _matches(blocks: Sequence[Block], people: People) -> Iterator[Matches]:
    """Match people by ID number, else by name and birth date within the department."""
    numbers = [
        [(department, "id", number) for department, number in zip(*two, strict=True)]
        for two in ((block.departments, block.column("id_number")) for block in blocks)
    ]
    by_number_alone = not people.unnumbered and all(key[-1] for keys in numbers for key in keys)
    times: Counter[Key] = Counter()
    for block, keys in zip(blocks, numbers, strict=True):
        places = list(map(people.by_number.get, keys))
        if not by_number_alone:
            named = zip(keys, places, block.column("name"), block.column("birth_date"), strict=True)
            for n, ((department, _, number), place, name, birth) in enumerate(named):
                key = numbered(times, department, "birth", name, birth or "")
                found = people.by_birth.get(key)
                only_named = place is None and found is not None and not people.numbers[found]
                if not number or only_named:
                    keys[n], places[n] = key, found
        yield cast("list[Key]", keys), places


def _texts(block: Block) -> Iterator[tuple[str, ...]]:
    """Every row as the database would have it: in its order, an empty text where nothing is said."""
    columns = ([value or "" for value in block.column(name)] for name in People.names)
    return zip(*columns, strict=True)


def _fit(block: Block, rows: FileRows, homes: Homes) -> Sequence[bool]:
    """Whether each row can be written, going by its department and section; none of a block with
    a text that is too long, or with a column that people do not have.
    """
    longest = LONGEST["staff"].items()
    odd = set(block.names) - set(People.names) or any(
        max(map(len, filter(None, set(block.column(name)))), default=0) > most
        for name, most in longest
    )
    homes_of_rows = list(zip(block.departments, block.column("section"), strict=True))
    good = {
        (department, section): not odd and not _reason(department, section, rows, homes)
        for department, section in set(homes_of_rows)
    }
    return [good[home] for home in homes_of_rows]


def _reason(department: str | None, section: str | None, rows: FileRows, homes: Homes) -> str:
    row = Row(Source(None, 0), department, {"section": section or ""})
    (checked,) = fitting("staff", [rows.row(row, "", (), row.values)], homes)
    return checked.reason
