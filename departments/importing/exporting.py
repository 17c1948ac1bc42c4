"""The present data of departments as a filled template, which imports again without a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model, Prefetch

from bigsection.web.id_numbers import mask_id_numbers
from departments.importing.fields import kept_columns
from departments.models import (
    Department,
    DutyKind,
    LifecycleStatus,
    Post,
    Section,
    SectionLink,
    StaffMember,
)
from departments.workbook.records import Reading, Row, Source

NOWHERE = Source(None, 0)


def template_of(departments: Iterable[Department], *, id_numbers: bool) -> bytes:
    """An .xlsx with the sheets 部门, 科室, 职责, 工作量, 人员 and 业务往来, filled with present data.

    Without ``id_numbers`` their column stays empty and those in longer texts are masked; importing it
    again changes nothing all the same, since people then match by name and birth date, an empty
    cell erases nothing, and a masked text is that of the database (``compare_table``).
    """
    from departments.workbook.templates import build_template  # loads XlsxWriter

    chosen = list(departments)
    sections = [
        (department.name, section)
        for department in chosen
        for section in department.sections.standing()
        .prefetch_related("duties", "work_items", "quotas")
        .order_by("position", "pk")
    ]
    people = (
        StaffMember.objects.standing()
        .filter(department__in=chosen)
        .select_related("department", "section")
        .prefetch_related(
            Prefetch("posts", Post.objects.filter(concurrent=False), to_attr="main_posts")
        )
    )
    links = SectionLink.objects.filter(
        department__in=chosen,
        a__standing=LifecycleStatus.ACTIVE,
        b__standing=LifecycleStatus.ACTIVE,
    ).select_related("department", "a", "b")
    content = Reading(
        "",
        departments=tuple(Row(NOWHERE, d.name, _kept("quota", d)) for d in chosen),
        sections=tuple(_section(*place) for place in sections),
        duties=tuple(row for place in sections for row in _duties(*place)),
        workload=tuple(row for place in sections for row in _work_items(*place)),
        staff=tuple(_person(person, id_numbers=id_numbers) for person in people),
        links=tuple(
            map(_link, links.order_by("department_id", "a__position", "b__position", "pk"))
        ),
    )
    return build_template(content if id_numbers else _without_id_numbers(content))


def _without_id_numbers(reading: Reading) -> Reading:
    """The same with ID numbers masked in every text."""
    masked: dict[str, Any] = {
        name: tuple(row._replace(values=_masked(row.values)) for row in getattr(reading, name))
        for name in ("departments", "sections", "duties", "workload", "staff", "links")
    }
    return replace(reading, **masked)


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {k: mask_id_numbers(v) if isinstance(v, str) else v for k, v in values.items()}


def _kept(table: str, row: Model) -> dict[str, Any]:
    """The columns that a model keeps as fields, codes of a choice in words."""
    found = {}
    for column, field, codes in kept_columns(table):
        value = getattr(row, field)
        found[column] = (
            next((word for word, code in codes.items() if code == value), None) if codes else value
        )
    return found


def _section(department: str, section: Section) -> Row:
    types = {
        quota.quota_type: quota.authorised
        for quota in section.quotas.all()
        if quota.authorised is not None
    }
    more = {"section": section.name, "quota_by_type": types}
    return Row(NOWHERE, department, _kept("sections", section) | more)


def _duties(department: str, section: Section) -> Iterable[Row]:
    for duty in section.duties.all():
        kind = str(DutyKind(duty.kind).label)
        values = {"section": section.name, "duty": duty.text, "duty_kind": kind}
        yield Row(NOWHERE, department, values)


def _work_items(department: str, section: Section) -> Iterable[Row]:
    for item in section.work_items.all():
        values = {"section": section.name, "duty": item.duty_text, "duty_kind": "三定"}
        counts = {"counts": item.counts.items()}
        yield Row(NOWHERE, department, _kept("workload", item) | values | counts)


def _link(link: SectionLink) -> Row:
    values = _kept("links", link) | {"strength": round(link.strength, 6)}
    pair = {"section": link.a.name, "partner": link.b.name}
    return Row(NOWHERE, link.department.name, pair | values)


def _person(person: StaffMember, *, id_numbers: bool) -> Row:
    posts: list[Post] = person.main_posts  # type: ignore[attr-defined]
    values = _kept("staff", person) | {"section": person.section and person.section.name}
    for post in posts[:1]:
        values |= {"post": post.title, "held_since": post.held_since}
    if not id_numbers:
        values["id_number"] = None
    return Row(NOWHERE, person.department.name, values)
