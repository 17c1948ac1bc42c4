"""The present data of departments as a filled template, which imports again without a change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from departments.models import (
    Department,
    DutyKind,
    LifecycleStatus,
    Post,
    Section,
    SectionKind,
    SectionLink,
    StaffMember,
    WorkItem,
)
from departments.models.department import DepartmentKind
from departments.workbook.records import (
    DepartmentRow,
    DutyRow,
    LinkRow,
    SectionRow,
    Source,
    StaffRow,
    WorkItemRow,
)

NOWHERE = Source(None, 0)


def template_of(departments: Iterable[Department], *, id_numbers: bool) -> bytes:
    """An .xlsx with the sheets 部门, 科室, 职责, 工作量, 人员 and 业务往来, filled with present data.

    Without ``id_numbers`` their column stays empty; importing it again changes nothing all the
    same, since people then match by name and birth date, and an empty cell erases nothing.
    """
    from departments.workbook.templates import build_template  # loads XlsxWriter

    chosen = list(departments)
    people = (
        StaffMember.objects.standing()
        .filter(department__in=chosen)
        .select_related("department", "section")
        .prefetch_related(
            Prefetch("posts", Post.objects.filter(concurrent=False), to_attr="main_posts")
        )
    )
    return build_template(
        [_department(department) for department in chosen],
        [_person(person, id_numbers=id_numbers) for person in people],
        _links(chosen),
    )


def _department(department: Department) -> DepartmentRow:
    sections = (
        department.sections.standing()
        .prefetch_related("duties", "work_items", "quotas")
        .order_by("position", "pk")
    )
    return DepartmentRow(
        name=department.name,
        source=NOWHERE,
        kind=str(DepartmentKind(department.kind).label) if department.kind else None,
        quota=department.quota,
        headcount=department.headcount,
        sections=tuple(_section(department.name, section) for section in sections),
    )


def _section(department: str, section: Section) -> SectionRow:
    quotas = tuple(
        (quota.quota_type, quota.authorised)
        for quota in section.quotas.all()
        if quota.authorised is not None
    )
    return SectionRow(
        department=department,
        name=section.name,
        source=NOWHERE,
        kind=str(SectionKind(section.kind).label) if section.kind else None,
        lines="、".join(section.lines) or None,
        code=section.code or None,
        quota=section.quota,
        quota_by_type=quotas,
        headcount=section.headcount,
        chief_posts=section.chief_posts,
        deputy_posts=section.deputy_posts,
        document_number=section.document_number or None,
        remark=section.remark or None,
        duties=tuple(
            DutyRow(department, section.name, duty.text, str(DutyKind(duty.kind).label), NOWHERE)
            for duty in section.duties.all()
        ),
        work_items=tuple(
            _work_item(department, section, item) for item in section.work_items.all()
        ),
    )


def _work_item(department: str, section: Section, item: WorkItem) -> WorkItemRow:
    counts = tuple((int(year), count) for year, count in item.counts.items())
    return WorkItemRow(
        department=department,
        section=section.name,
        duty=item.duty_text or None,
        matter=item.matter,
        unit=item.unit or None,
        counts=counts,
        hours_per_unit=item.hours_per_unit,
        duty_kind="三定",
        source=NOWHERE,
    )


def _links(departments: list[Department]) -> list[LinkRow]:
    """The links between sections that exist today, in the order of the sections."""
    found = SectionLink.objects.filter(
        department__in=departments,
        a__standing=LifecycleStatus.ACTIVE,
        b__standing=LifecycleStatus.ACTIVE,
    ).select_related("department", "a", "b")
    return [
        LinkRow(
            department=link.department.name,
            section=link.a.name,
            partner=link.b.name,
            strength=round(link.strength, 6),
            note=link.note or None,
            source=NOWHERE,
        )
        for link in found.order_by("department_id", "a__position", "b__position", "pk")
    ]


def _person(person: StaffMember, *, id_numbers: bool) -> StaffRow:
    posts: list[Post] = person.main_posts  # type: ignore[attr-defined]
    post = posts[0] if posts else None
    return StaffRow(
        name=person.name,
        department=person.department.name,
        section=person.section.name if person.section else None,
        gender=person.gender or None,
        ethnicity=person.ethnicity or None,
        id_number=(person.id_number or None) if id_numbers else None,
        birth_date=person.birth_date or None,
        political_status=person.political_status or None,
        work_since=person.work_since or None,
        post=post.title if post else None,
        held_since=(post.held_since or None) if post else None,
        rank=person.rank or None,
        quota_type=person.quota_type or None,
        education=person.education or None,
        employment=person.employment or None,
        remark=person.remark or None,
        source=NOWHERE,
    )
