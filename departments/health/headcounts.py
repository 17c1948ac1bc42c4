"""Checks of headcounts: the figures reported against the people on the roster."""

from django.db.models import Count, Exists, F, OuterRef, Q

from departments.health.check import Area, InDepartment, Row, Rows, Severity, told
from departments.health.places import of_departments, of_sections
from departments.models import LifecycleStatus, StaffMember

LISTED = Count("staff", filter=Q(staff__standing=LifecycleStatus.ACTIVE))


def _has_roster(department: str) -> Exists:
    return Exists(StaffMember.objects.standing().filter(department=OuterRef(department)))


def _department_differs(area: Area) -> Rows:
    found = area.shown.annotate(listed=LISTED).filter(listed__gt=0)
    return of_departments(
        found.exclude(headcount=None).exclude(headcount=F("listed")), "headcount", "listed"
    )


def _section_differs(area: Area) -> Rows:
    """Only where the department has a roster at all: else every section would be a finding."""
    found = area.sections().filter(_has_roster("department")).annotate(listed=LISTED)
    return of_sections(
        found.exclude(headcount=None).exclude(headcount=F("listed")), "headcount", "listed"
    )


def _without_roster(area: Area) -> Rows:
    return of_departments(area.shown.filter(~_has_roster("pk")))


def _tell_differs(row: Row) -> str:
    gap = row["headcount"] - row["listed"]
    word = f"少 {gap} 人" if gap > 0 else f"多 {-gap} 人"
    return f"填报实有 {row['headcount']} 人，名册 {row['listed']} 人，名册{word}。"


CHECKS = (
    InDepartment(
        code="department_headcount",
        title="部门实有人数与名册不符",
        severity=Severity.WARNING,
        why="填报数和实名制名册是两个来源，不一致时编制使用情况就说不清。",
        action="核对调入、调出、退休是否及时登记，改正填报数或名册。",
        subject="department",
        rows=_department_differs,
        tell=told(_tell_differs),
    ),
    InDepartment(
        code="section_headcount",
        title="科室实有人数与名册不符",
        severity=Severity.WARNING,
        why="人员登记在错误的科室，是数据核查中最常见的问题，会直接影响一人科的认定。",
        action="核对名册中的所在科室；兼任的只在主要科室计一次。",
        subject="section",
        rows=_section_differs,
        tell=told(_tell_differs),
    ),
    InDepartment(
        code="roster_missing",
        title="部门没有人员名册",
        severity=Severity.INFO,
        why="没有名册，职数、重复人员、退休等检查都无法进行，只能使用填报的人数。",
        action="导入该部门的人员花名册。",
        subject="department",
        rows=_without_roster,
        tell=told(lambda row: "名册中没有人员。"),
    ),
)
