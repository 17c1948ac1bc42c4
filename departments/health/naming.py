"""Checks of names: those that differ only by spaces or brackets and so look like two."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import CharField, Count, F, Func, Min, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from departments.health.check import Area, Check, Finding, Row, Rows, Severity, finding_of
from departments.health.places import ordered

IGNORED = " \u3000\t()（）〔〕[]［］【】"


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


def _departments(area: Area) -> Rows:
    """Groups of departments of one region, of which at least one is shown."""
    shown = Q(pk__in=area.shown.values("pk"))
    rows: Rows = area.scope.order_by().annotate(plain=plain("name")).values("region_id", "plain")
    counted = rows.annotate(n=Count("pk"), department_id=Min("pk", filter=shown))
    groups: Rows = counted.filter(n__gt=1, department_id__isnull=False)
    return ordered(groups, "region_id", "plain")


def _tell_departments(rows: Sequence[Row], area: Area) -> list[Finding]:
    found = area.scope.annotate(plain=plain("name")).filter(
        plain__in={row["plain"] for row in rows}
    )
    alike: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for region, short, pk, name in found.values_list("region_id", "plain", "pk", "name"):
        alike[region, short][pk] = name
    told = []
    for row in rows:
        names = alike[row["region_id"], row["plain"]]
        place = {**row, "department_name": names[row["department_id"]]}
        told.append(finding_of(place, f"{_quoted(list(names.values()))}只差空格或括号。"))
    return told


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


WHY = "多半是同一个机构录了两遍，人员和编制因此分在两处。括号也可能表示挂牌、合署或旧名。"
ACTION = "确认是否同一机构；是的，合并为一个，并统一写法。"
CHECKS = (
    Check(
        code="department_names_alike",
        title="部门名称只差空格或括号",
        severity=Severity.WARNING,
        why=WHY,
        action=ACTION,
        subject="department",
        rows=_departments,
        tell=_tell_departments,
    ),
    Check(
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
