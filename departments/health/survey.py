"""What a page of findings shows: every check with its first findings, or one check page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from departments.health.check import Check, Finding, Severity
from departments.health.registry import CHECKS
from departments.health.stored import StoredResults

SHOWN_AT_ONCE = 10
ROWS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Result:
    """One check with the number of its findings, and the first of them or one page of them."""

    check: Check
    count: int
    findings: Sequence[Finding]
    page: Page[Any] | None = None

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


def survey(stored: StoredResults) -> Survey:
    """Every check with its first findings."""
    first = stored.first(CHECKS, SHOWN_AT_ONCE)
    results = [Result(check, *first[check.code]) for check in CHECKS]
    found = [result for result in results if result.count]
    return Survey(found, [result.check for result in results if not result.count])


def page_of(check: Check, stored: StoredResults, number: str | None) -> Result:
    """One page of the findings of one check."""
    count = stored.count(check)
    page: Page[Any] = Paginator(range(count), ROWS_PER_PAGE).get_page(number)
    start = page.start_index() - 1 if count else 0
    findings = stored.between(check, start, start + ROWS_PER_PAGE) if count else []
    return Result(check, count, findings, page)
