"""Checks of names: those that differ only by spaces or brackets and so look like two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import CharField, Count, F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from departments.health.check import (
    Across,
    Area,
    Finding,
    InDepartment,
    Row,
    Rows,
    Severity,
    finding_of,
)
from departments.health.places import ordered
from departments.models import Department, HealthMatch

IGNORED = " \u3000\t()（）〔〕[]［］【】"
IGNORED_SIGNS = dict.fromkeys(map(ord, IGNORED))


def plain(column: str) -> Func:
    """The name without blanks and brackets, in small letters."""
    name: Combinable = F(column)
    for sign in IGNORED:
        name = Replace(name, Value(sign), Value(""))
    return Lower(name, output_field=CharField())


def _sections(area: Area) -> Rows:
    rows: Rows = (
        area.sections()
        .annotate(plain=plain("name"))
        .values("department_id", "plain", department_name=F("department__name"))
    )
    groups: Rows = rows.annotate(n=Count("pk")).filter(n__gt=1)
    return ordered(groups, "department_id", "plain")


def _tell_sections(rows: Sequence[Row], area: Area) -> list[Finding]:
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    found = (
        area.sections()
        .filter(department__in={row["department_id"] for row in rows})
        .annotate(plain=plain("name"))
        .filter(plain__in={row["plain"] for row in rows})
    )
    for department, short, name in found.values_list("department_id", "plain", "name"):
        alike[department, short].append(name)
    return [
        finding_of(row, f"{_quoted(alike[row['department_id'], row['plain']])}只差空格或括号。")
        for row in rows
    ]


def _departments(area: Area) -> Iterator[HealthMatch]:
    """Departments of one region; all names of all regions are few enough to be compared here."""
    groups: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    standing = Department.objects.standing().order_by("pk")
    for region, pk, name in standing.values_list("region_id", "pk", "name"):
        groups[region, name.translate(IGNORED_SIGNS).lower()].append((pk, name))
    checked = set(area.shown.values_list("pk", flat=True))
    for (region, short), alike in groups.items():
        if len(alike) > 1 and any(pk in checked for pk, _ in alike):
            for pk, name in alike:
                key = f"{region} {short}"
                yield HealthMatch(key=key, member=pk, department_id=pk, name=name)


def _tell_departments(one: HealthMatch, others: Sequence[tuple[HealthMatch, str]]) -> str:
    return f"{_quoted([one.name, *(other.name for other, _ in others)])}只差空格或括号。"


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


WHY = "多半是同一个机构录了两遍，人员和编制因此分在两处。括号也可能表示挂牌、合署或旧名。"
ACTION = "确认是否同一机构；是的，合并为一个，并统一写法。"
CHECKS = (
    Across(
        code="department_names_alike",
        title="部门名称只差空格或括号",
        severity=Severity.WARNING,
        why=WHY,
        action=ACTION,
        subject="department",
        members=_departments,
        tell=_tell_departments,
    ),
    InDepartment(
        code="section_names_alike",
        title="科室名称只差空格或括号",
        severity=Severity.WARNING,
        why=WHY,
        action=ACTION,
        subject="department",
        rows=_sections,
        tell=_tell_sections,
    ),
)
