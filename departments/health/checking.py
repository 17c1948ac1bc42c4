"""Running the checks on some departments: what is found, ready to be stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from departments.health.check import Across, Area, Finding, InDepartment
from departments.health.registry import CHECKS
from departments.models import Department, HealthFindings, HealthMatch

PIECE = 100  # findings in one row: a page of a check reads one or two
TOLD_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, unsaved: by department how many findings each check has, the findings, and
    everybody who shares something with others.
    """

    counts: dict[int, dict[str, int]]
    findings: list[HealthFindings]
    members: list[HealthMatch]


def find(departments: Sequence[int], today: date) -> Found:
    """Run every check on standing departments, all of them together: as many queries for twenty
    departments as for one.
    """
    area = Area(Department.objects.standing().filter(pk__in=departments), today)
    found = Found({pk: {} for pk in departments}, [], [])
    for check in CHECKS:
        if isinstance(check, Across):
            for member in check.members(area):
                member.code = check.code
                found.members.append(member)
        elif isinstance(check, InDepartment):
            for pk, its in _by_department(check, area).items():
                found.counts[pk][check.code] = len(its)
                found.findings.extend(_pieces(pk, check.code, its))
    return found


def _by_department(check: InDepartment, area: Area) -> dict[int, list[Finding]]:
    rows = list(check.rows(area))
    found: dict[int, list[Finding]] = {}
    for start in range(0, len(rows), TOLD_AT_ONCE):
        for finding in check.tell(rows[start : start + TOLD_AT_ONCE], area):
            found.setdefault(finding.department_id, []).append(finding)
    return found


def _pieces(department: int, code: str, found: Sequence[Finding]) -> Iterator[HealthFindings]:
    stored = [finding.to_json() for finding in found]
    for number, start in enumerate(range(0, len(stored), PIECE)):
        yield HealthFindings(
            department_id=department,
            code=code,
            number=number,
            findings=stored[start : start + PIECE],
        )
