"""Running the checks: how many findings each has, and some of them in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Page, Paginator

from departments.health.check import Area, Check, Finding, Row, Severity
from departments.health.registry import CHECKS

SHOWN_AT_ONCE = 20
ROWS_PER_PAGE = 100
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Result:
    """One check with the number of its findings, and the first of them or one page of them."""

    check: Check
    count: int
    findings: Sequence[Finding]
    page: Page[Row] | None = None

    @property
    def is_cut(self) -> bool:
        """Whether there are more findings than are shown."""
        return len(self.findings) < self.count


@dataclass(frozen=True, slots=True)
class Survey:
    """What all checks found, the worst first, and the checks that found nothing."""

    results: Sequence[Result]
    passed: Sequence[Check]

    def findings(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(r.count for r in self.results if r.check.severity == severity)

    def checks(self, severity: Severity) -> int:
        """How many checks of a severity found something."""
        return sum(1 for result in self.results if result.check.severity == severity)


def survey(area: Area) -> Survey:
    """Run every check. One query each, a second one to count where there are more findings than
    are shown, and at most one to put them into words.
    """
    results = [_first_of(check, area) for check in CHECKS]
    found = [result for result in results if result.count]
    return Survey(found, [result.check for result in results if not result.count])


def _first_of(check: Check, area: Area) -> Result:
    rows = check.rows(area)
    first = list(rows[: SHOWN_AT_ONCE + 1])
    count = len(first) if len(first) <= SHOWN_AT_ONCE else rows.count()
    shown = first[:SHOWN_AT_ONCE]
    return Result(check, count, check.tell(shown, area) if shown else [])


def page_of(check: Check, area: Area, number: str | None) -> Result:
    """One page of the findings of one check."""
    page = Paginator(check.rows(area), ROWS_PER_PAGE).get_page(number)
    rows = list(page.object_list)
    return Result(check, page.paginator.count, check.tell(rows, area) if rows else [], page)


def every_finding(check: Check, area: Area) -> Iterator[Finding]:
    """All findings of one check, read from the database in batches and never held at once."""
    rows = check.rows(area).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield from check.tell(batch, area)
