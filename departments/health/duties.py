"""Checks of duties: sections that have none, and clauses that stand in two sections."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef

from departments.health.check import (
    Area,
    Finding,
    InDepartment,
    Row,
    Rows,
    Severity,
    finding_of,
    told,
)
from departments.health.places import of_sections, ordered
from departments.models import Duty

SHOWN_OF_A_CLAUSE = 60  # characters: enough to know it again


def _without_duties(area: Area) -> Rows:
    return of_sections(area.sections().filter(~Exists(Duty.objects.filter(section=OuterRef("pk")))))


def _repeated(area: Area) -> Rows:
    """Clauses that stand word for word in two sections of one department."""
    rows: Rows = Duty.objects.filter(section__in=area.sections().values("pk")).values(
        "text",
        department_id=F("section__department"),
        department_name=F("section__department__name"),
    )
    repeated: Rows = rows.annotate(n=Count("section", distinct=True)).filter(n__gt=1)
    return ordered(repeated, "department_id", "text")


def _tell_repeated(rows: Sequence[Row], area: Area) -> list[Finding]:
    """One more query says in which sections each clause stands."""
    stands = (
        Duty.objects.filter(
            section__in=area.sections().values("pk"),
            section__department__in={row["department_id"] for row in rows},
            text__in={row["text"] for row in rows},
        )
        .order_by("section__position", "section_id")
        .values_list("section__department", "text", "section__name")
    )
    names: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    for department, text, section in stands:
        names[department, text][section] = None
    return [
        finding_of(
            row,
            f"{'、'.join(names[row['department_id'], row['text']])}都有“{_short(row['text'])}”。",
        )
        for row in rows
    ]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_OF_A_CLAUSE else text[:SHOWN_OF_A_CLAUSE] + "……"


CHECKS = (
    InDepartment(
        code="section_without_duties",
        title="科室没有职责",
        severity=Severity.WARNING,
        why="没有职责的科室无法比较职能重叠，整合时也无从说明职责划到哪里。",
        action="按“三定”规定补登职责。",
        subject="section",
        rows=_without_duties,
        tell=told(lambda row: "没有登记职责。"),
    ),
    InDepartment(
        code="duty_repeated",
        title="同一职责写在两个科室",
        severity=Severity.WARNING,
        why="同一部门内一字不差的职责，要么是职责交叉，要么是复制时忘了修改。",
        action="确定由哪个科室承担，或写清各自的分工。",
        subject="department",
        rows=_repeated,
        tell=_tell_repeated,
    ),
)
