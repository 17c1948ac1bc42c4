"""Compares the people of a workbook with the database column by column: there may be a hundred
thousand, and most of them are as they were.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import compress

from departments.importing.choices import Place
from departments.importing.differences import (
    UNCHANGED,
    FileRow,
    TableDifference,
    compare_table,
)
from departments.importing.file_rows import FileRows
from departments.importing.known import Key, People
from departments.importing.matching_people import POST, matches
from departments.importing.refusing import LONGEST, Homes, fitting
from departments.workbook.records import Block, Row, Source


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
    fits = [_fit(block, rows, homes) for block in blocks]
    met_by = matches(blocks, people, fits)
    times = Counter(key for keys, _ in met_by for key in keys)
    same: set[int | None] = set()
    others: list[FileRow] = []
    found: dict[Key, int] = {}
    for block, fit, (keys, places) in zip(blocks, fits, met_by, strict=True):
        alike = [
            place is not None
            and texts == people.rows[place]
            and good
            and times[key] == 1
            and (block.sheet, line) not in left_out
            for place, texts, good, key, line in zip(
                places, _texts(block), fit, keys, block.lines, strict=True
            )
        ]
        same.update(compress(places, alike))
        rest = [n for n, yes in enumerate(alike) if not yes]
        for n, row in zip(rest, block.only(rest).rows(), strict=True):
            person = rows.person(_with_a_post(row, people, places[n]), keys[n])
            others += [person] if fit[n] else fitting("staff", [person], homes)
        found |= {keys[n]: place for n in rest if (place := places[n]) is not None}
    met = same | set(found.values())
    known = {key: people.row(place) for key, place in found.items()}
    gone = {(pk,): people.row(place) for place, pk in enumerate(people.pks) if place not in met}
    wanted = [*others, *unread]
    table = compare_table("staff", wanted, known | gone, left_out=left_out, abolish=abolish)
    rows_listed = [row for row in table.rows if row.status != UNCHANGED]
    unchanged = len(same) + len(table.rows) - len(rows_listed)
    return replace(table, rows=rows_listed, unchanged=unchanged)


def _with_a_post(row: Row, people: People, place: int | None) -> Row:
    """The row, silent about since when a post is held where neither file nor roster has a post."""
    post = row.values.get("post") or (place is not None and people.rows[place][POST])
    if post or not row.values.get("held_since"):
        return row
    return row._replace(values=row.values | {"held_since": None})


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
