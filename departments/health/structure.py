"""Checks of sections: who leads them, how many people they have, what sort they are."""

from functools import partial

from django.db.models import Exists, OuterRef, Q

from departments.health.check import Area, InDepartment, Row, Rows, Severity, told
from departments.health.places import of_sections
from departments.models import LifecycleStatus, Post, PostLevel
from departments.queries.figures import ONE_PERSON, with_people, with_units

TWO_PEOPLE = 2


def _without_chief(area: Area) -> Rows:
    """Sections that are to have a chief and have none, where posts are recorded at all."""
    held = Post.objects.filter(holder__standing=LifecycleStatus.ACTIVE)
    led = held.filter(level=PostLevel.CHIEF, section=OuterRef("pk"))
    found = area.sections().filter(Exists(held.filter(department=OuterRef("department"))))
    wanted = found.filter(Q(chief_posts=None) | Q(chief_posts__gt=0))
    return of_sections(wanted.filter(~Exists(led)), "chief_posts")


def _tell_without_chief(row: Row) -> str:
    stated = row["chief_posts"]
    return f"核定正职 {stated} 名，名册中没有正职。" if stated else "名册中没有正职。"


def _without_people(area: Area) -> Rows:
    found = with_people(area.sections()).filter(Q(at_work=None) | Q(at_work=0))
    return of_sections(found, "at_work", "quota")


def _tell_without_people(row: Row) -> str:
    people = "实有人数未填，名册中也没有人员" if row["at_work"] is None else "实有人数为 0"
    return f"{people}{_quota(row)}。"


def _one_person(area: Area) -> Rows:
    return of_sections(_of_size(area, ONE_PERSON), "quota", "group__name")


def _two_people(area: Area) -> Rows:
    return of_sections(_of_size(area, TWO_PEOPLE), "quota", "group__name")


def _of_size(area: Area, people: int) -> Rows:
    """Units of so many people; a big section (合署, 统筹) is told once, at its first section."""
    before = area.sections().filter(group=OuterRef("group"), pk__lt=OuterRef("pk"))
    sections: Rows = with_units(area.sections()).filter(~Exists(before))
    return sections.filter(unit_at_work=people)


def _tell_size(people: int, row: Row) -> str:
    unit = f"所在大科室“{row['group__name']}”共" if row["group__name"] else ""
    return f"{unit}实有 {people} 人{_quota(row)}。"


def _quota(row: Row) -> str:
    return "" if row["quota"] is None else f"，编制 {row['quota']} 名"


def _without_kind(area: Area) -> Rows:
    return of_sections(area.sections().filter(kind=""))


def _without_line(area: Area) -> Rows:
    return of_sections(area.sections().filter(lines=[]))


CHECKS = (
    InDepartment(
        code="section_without_people",
        title="科室没有人员",
        severity=Severity.WARNING,
        why="有机构无人员的“空壳”科室，应当撤销或整合；也可能是名册漏登。",
        action="补登人员或实有人数；确无人员的，列入整合方案。",
        subject="section",
        rows=_without_people,
        tell=told(_tell_without_people),
    ),
    InDepartment(
        code="section_without_chief",
        title="科室没有正职",
        severity=Severity.WARNING,
        why="没有正职，逐级负责在这里断开；也可能是职务漏填，或由局领导兼任而未登记。",
        action="补登正职；由他人兼任的，登记为兼任职务。",
        subject="section",
        rows=_without_chief,
        tell=told(_tell_without_chief),
    ),
    InDepartment(
        code="one_person_section",
        title="一人科",
        severity=Severity.WARNING,
        why="一个人的科室既是科长又是科员，是大科室整合首先要解决的问题。",
        action="核对人数；属实的，列入整合方案。",
        subject="section",
        rows=_one_person,
        tell=told(partial(_tell_size, ONE_PERSON)),
    ),
    InDepartment(
        code="section_kind_missing",
        title="科室没有类别",
        severity=Severity.WARNING,
        why="业务科室占比（不低于 85%）按类别计算，没有类别就算不准。",
        action="补填业务、综合、党务或执法。",
        subject="section",
        rows=_without_kind,
        tell=told(lambda row: "类别未填。"),
    ),
    InDepartment(
        code="two_person_section",
        title="两人科",
        severity=Severity.INFO,
        why="两人科力量单薄，有人请假、借调就成了一人科。",
        action="可与职能相近的科室一并考虑。",
        subject="section",
        rows=_two_people,
        tell=told(partial(_tell_size, TWO_PEOPLE)),
    ),
    InDepartment(
        code="section_line_missing",
        title="科室没有战线",
        severity=Severity.INFO,
        why="要求“同一战线内整合”时，没有战线的科室无法参加比较。",
        action="使用战线规则的，补填战线；不使用的，可以不填。",
        subject="section",
        rows=_without_line,
        tell=told(lambda row: "战线未填。"),
    ),
)
