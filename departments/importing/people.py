"""Writes the people of an import and the posts they hold, a hundred thousand if need be."""

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from departments.importing import bulk
from departments.importing.differences import NEW, UPDATED, RowDifference, TableDifference
from departments.importing.fields import fields_of, post_level
from departments.importing.journal import Journal, columns_of
from departments.importing.writing import BATCH, Names, changed, known_pk, write_updates
from departments.models import LifecycleStatus, Post, StaffMember
from departments.pinyin import initials_of_person

Holder = tuple[int, RowDifference]
ACTIVE = str(LifecycleStatus.ACTIVE.value)


def write(
    table: TableDifference, departments: dict[str, int], sections: Names, journal: Journal
) -> None:
    """Write new and updated people, and the main post of each whose post is new or changed."""
    new = table.having(NEW)
    columns = _columns(new, departments, sections)
    names = columns_of(StaffMember)[1:]
    rows = list(zip(*(columns[name] for name in names), strict=True))
    keys = bulk.insert(StaffMember, names, rows)
    journal.note_inserted(StaffMember, keys, rows)
    updated = table.having(UPDATED)
    fields = fields_of("staff")
    updates = {known_pk(row): _changes(row, fields, sections) for row in updated}
    write_updates(StaffMember, updates, journal)
    touched = {"post", "held_since", "section"}
    moved = [(known_pk(row), row) for row in updated if touched & set(row.changed)]
    _posts([*zip(keys, new, strict=True), *moved], departments, sections, journal)


def retire(pks: Sequence[int], journal: Journal) -> None:
    """Take people off the roster; their record stays."""
    journal.note_change(StaffMember, pks)
    StaffMember.objects.filter(pk__in=pks).update(standing=LifecycleStatus.ABOLISHED)


def leave_sections(sections: Sequence[int], journal: Journal) -> None:
    """Leave the people of sections that are abolished without a section."""
    pks = list(StaffMember.objects.filter(section__in=sections).values_list("pk", flat=True))
    journal.note_change(StaffMember, pks)
    StaffMember.objects.filter(section__in=sections).update(section=None)


def _columns(
    rows: list[RowDifference], departments: dict[str, int], sections: Names
) -> dict[str, Sequence[Any]]:
    """The columns of new people; an empty text where the file is silent."""
    said = [row.file.values for row in rows]
    return {name: [values.get(name) or "" for values in said] for name in fields_of("staff")} | {
        "department_id": [departments[row.file.department] for row in rows],
        "section_id": [section_of(row, sections) for row in rows],
        "initials": [initials_of_person(row.file.label) for row in rows],
        "position": range(1, len(rows) + 1),
        "standing": [ACTIVE] * len(rows),
    }


def _changes(row: RowDifference, fields: tuple[str, ...], sections: Names) -> dict[str, Any]:
    """What changes of a person, apart from the post."""
    values = changed(row, fields)
    if "name" in values:
        values["initials"] = initials_of_person(values["name"])
    if "section" in row.changed:
        values["section_id"] = section_of(row, sections)
    return values


def _posts(
    holders: list[Holder], departments: dict[str, int], sections: Names, journal: Journal
) -> None:
    """Write the main post of each holder; a person without a title holds none."""
    old = [holder for holder, row in holders if row.known is not None]
    for start in range(0, len(old), BATCH):
        before = Post.objects.filter(holder__in=old[start : start + BATCH], concurrent=False)
        journal.note_removal(before)
        before.delete()
    columns = columns_of(Post)[1:]
    in_order = itemgetter(*columns)
    rows = [
        in_order(post)
        for holder, row in holders
        if (post := _post(holder, row, departments, sections)) is not None
    ]
    journal.note_inserted(Post, bulk.insert(Post, columns, rows), rows)


def _post(
    holder: int, row: RowDifference, departments: dict[str, int], sections: Names
) -> dict[str, Any] | None:
    known = row.known.values if row.known else {}
    title = row.file.values["post"] or known.get("post")
    if not title:
        return None
    section = section_of(row, sections)
    return {
        "department_id": departments[row.file.department],
        "section_id": section,
        "holder_id": holder,
        "title": title,
        "level": _level(title, section is not None),
        "held_since": row.file.values["held_since"] or known.get("held_since") or "",
        "concurrent": False,
    }


@lru_cache(maxsize=1_000)
def _level(title: str, in_section: bool) -> str:
    return str(post_level(title, in_section=in_section).value)


def section_of(row: RowDifference, sections: Names) -> int | None:
    """The primary key of the person's section; None for leaders."""
    name = row.file.values["section"]
    return sections[row.file.department, name] if name else None
