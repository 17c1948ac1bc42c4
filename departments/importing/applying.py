"""Writes a comparison into the database; the caller opens the transaction and records it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from departments.importing.comparing import Comparison
from departments.importing.differences import NEW, UPDATED, RowDifference, TableDifference
from departments.importing.fields import post_level
from departments.models import (
    Department,
    Duty,
    Post,
    Quota,
    Region,
    Section,
    StaffMember,
    WorkItem,
)
from departments.pinyin import initials_of

Tick = Callable[[float, str], None]
SECTION_FIELDS = (
    "name",
    "kind",
    "lines",
    "code",
    "quota",
    "headcount",
    "chief_posts",
    "deputy_posts",
    "remark",
)
STAFF_FIELDS = (
    "name",
    "gender",
    "ethnicity",
    "id_number",
    "birth_date",
    "political_status",
    "work_since",
    "rank",
    "quota_type",
    "education",
    "employment",
    "remark",
)
BATCH = 500


def apply(comparison: Comparison, region: Region, tick: Tick = lambda *_: None) -> None:
    """Write every new and updated row. Must run inside one transaction: a failure in any table
    then leaves nothing behind. ``tick`` hears how far it is.
    """
    tick(0.0, "写入部门和科室")
    departments = _departments(comparison.departments, region)
    sections = _sections(comparison.sections, departments)
    tick(0.3, "写入职责和工作量")
    duties = _duties(comparison.duties, sections)
    _work_items(comparison.workload, sections, duties)
    tick(0.5, "写入人员")
    _staff(comparison.staff, departments, sections)
    tick(1.0, "写入完成")


def _given(row: RowDifference, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields about which the file says something."""
    values = row.file.values
    return {name: values[name] for name in fields if values.get(name) is not None}


def _changed(row: RowDifference, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields that differ from the database."""
    return {name: row.file.values[name] for name in row.changed if name in fields}


def _write_updates(model: type[Model], updates: dict[int, dict[str, Any]]) -> None:
    """Change rows of one model: as many statements as there are sets of changed fields."""
    by_fields: dict[tuple[str, ...], list[Model]] = {}
    for pk, values in updates.items():
        if values:
            by_fields.setdefault(tuple(values), []).append(model(pk=pk, **values))
    for fields, rows in by_fields.items():
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)


def _departments(table: TableDifference, region: Region) -> dict[str, int]:
    """Write departments; their primary keys by name."""
    fields = ("kind", "quota", "headcount")
    Department.objects.bulk_create(
        Department(
            region=region,
            name=row.file.label,
            initials=initials_of(row.file.label),
            **_given(row, fields),
        )
        for row in table.having(NEW)
    )
    _write_updates(Department, {_pk(row): _changed(row, fields) for row in table.having(UPDATED)})
    names = {row.file.label for row in table.rows}
    found = Department.objects.standing().filter(region=region, name__in=names)
    return dict(found.values_list("name", "pk"))


def _sections(table: TableDifference, departments: dict[str, int]) -> dict[tuple[str, str], int]:
    """Write sections and their quotas; their primary keys by department and name."""
    places = dict.fromkeys(departments, 0)
    for pk, position in Section.objects.filter(department__in=departments.values()).values_list(
        "department__name", "position"
    ):
        places[pk] = max(places[pk], position)
    created = []
    for row in table.having(NEW):
        places[row.file.department] += 1
        created.append(
            Section(
                department_id=departments[row.file.department],
                initials=initials_of(row.file.label),
                position=places[row.file.department],
                **_given(row, SECTION_FIELDS),
                **({} if "name" in row.file.values else {"name": row.file.label}),
            )
        )
    Section.objects.bulk_create(created, batch_size=BATCH)
    updates = {}
    for row in table.having(UPDATED):
        updates[_pk(row)] = _changed(row, SECTION_FIELDS)
        if "name" in row.changed:
            updates[_pk(row)]["initials"] = initials_of(row.file.label)
    _write_updates(Section, updates)
    found = (
        Section.objects.standing()
        .filter(department__in=departments.values())
        .values_list("department__name", "name", "pk")
    )
    sections = {(department, name): pk for department, name, pk in found}
    _quotas(table, departments, sections)
    return sections


def _quotas(
    table: TableDifference, departments: dict[str, int], sections: dict[tuple[str, str], int]
) -> None:
    """Write the quota by type of every section that the file gives one."""
    rows = [
        row
        for row in table.having(NEW) + table.having(UPDATED)
        if row.file.values.get("quota_by_type")
    ]
    wanted = [sections[row.file.department, row.file.label] for row in rows]
    Quota.objects.filter(section__in=wanted).delete()
    Quota.objects.bulk_create(
        Quota(
            department_id=departments[row.file.department],
            section_id=sections[row.file.department, row.file.label],
            quota_type=quota_type,
            authorised=authorised,
        )
        for row in rows
        for quota_type, authorised in row.file.values["quota_by_type"].items()
    )


def _duties(
    table: TableDifference, sections: dict[tuple[str, str], int]
) -> dict[tuple[int, str], int]:
    """Write duties; their primary keys by section and text."""
    places: dict[int, int] = {}
    for pk, position in Duty.objects.filter(section__in=sections.values()).values_list(
        "section_id", "position"
    ):
        places[pk] = max(places.get(pk, 0), position)
    created = []
    for row in table.having(NEW):
        section = sections[row.file.department, row.file.values["section"]]
        places[section] = places.get(section, 0) + 1
        created.append(
            Duty(
                section_id=section,
                text=row.file.label,
                kind=row.file.values["duty_kind"] or Duty._meta.get_field("kind").default,
                position=places[section],
            )
        )
    Duty.objects.bulk_create(created, batch_size=BATCH)
    updates = {_pk(row): {"kind": row.file.values["duty_kind"]} for row in table.having(UPDATED)}
    _write_updates(Duty, updates)
    found = Duty.objects.filter(section__in=sections.values())
    return {
        (section, text): pk for pk, section, text in found.values_list("pk", "section_id", "text")
    }


def _work_items(
    table: TableDifference,
    sections: dict[tuple[str, str], int],
    duties: dict[tuple[int, str], int],
) -> None:
    """Write work items, each under its duty where the section has one of that text."""
    created = []
    for place, row in enumerate(table.having(NEW), start=1):
        department, name, duty, matter, _ = row.file.key
        section = sections[department, name]
        created.append(
            WorkItem(
                section_id=section,
                duty_id=duties.get((section, duty)),
                duty_text=duty,
                matter=matter,
                position=place,
                **_given(row, ("unit", "counts", "hours_per_unit")),
            )
        )
    WorkItem.objects.bulk_create(created, batch_size=BATCH)
    fields = ("unit", "counts", "hours_per_unit")
    _write_updates(WorkItem, {_pk(row): _changed(row, fields) for row in table.having(UPDATED)})


def _staff(
    table: TableDifference,
    departments: dict[str, int],
    sections: dict[tuple[str, str], int],
) -> None:
    """Write people and the post that each holds."""
    created = []
    for place, row in enumerate(table.having(NEW), start=1):
        created.append(
            StaffMember(
                department_id=departments[row.file.department],
                section_id=_section_of(row, sections),
                initials=initials_of(row.file.label)[:60],
                position=place,
                **_given(row, STAFF_FIELDS),
            )
        )
    StaffMember.objects.bulk_create(created, batch_size=BATCH)
    updates = {}
    for row in table.having(UPDATED):
        updates[_pk(row)] = _changed(row, STAFF_FIELDS)
        if "section" in row.changed:
            updates[_pk(row)]["section_id"] = _section_of(row, sections)
    sectioned = {pk: values for pk, values in updates.items() if "section_id" in values}
    for pk, values in sectioned.items():
        StaffMember.objects.filter(pk=pk).update(section_id=values.pop("section_id"))
    _write_updates(StaffMember, updates)
    holders = dict(zip((p.pk for p in created), table.having(NEW), strict=True))
    moved = {"post", "held_since", "section"}
    holders |= {_pk(row): row for row in table.having(UPDATED) if moved & set(row.changed)}
    _posts(holders, departments, sections)


def _posts(
    holders: dict[int, RowDifference],
    departments: dict[str, int],
    sections: dict[tuple[str, str], int],
) -> None:
    """Write the main post of each holder; a person without a title holds none."""
    Post.objects.filter(holder__in=holders, concurrent=False).delete()
    posts = []
    for holder, row in holders.items():
        known = row.known.values if row.known else {}
        title = row.file.values["post"] or known.get("post")
        if not title:
            continue
        section = _section_of(row, sections)
        posts.append(
            Post(
                department_id=departments[row.file.department],
                section_id=section,
                holder_id=holder,
                title=title,
                level=post_level(title, in_section=section is not None),
                held_since=row.file.values["held_since"] or known.get("held_since", ""),
            )
        )
    Post.objects.bulk_create(posts, batch_size=BATCH)


def _section_of(row: RowDifference, sections: dict[tuple[str, str], int]) -> int | None:
    """The primary key of the person's section; None for leaders."""
    name = row.file.values["section"]
    return sections[row.file.department, name] if name else None


def _pk(row: RowDifference) -> int:
    """The primary key of the row in the database that the file's row means."""
    assert row.known is not None  # noqa: S101 -- an updated row always has one
    return row.known.pk
