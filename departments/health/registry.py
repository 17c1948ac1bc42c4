"""The table of all checks, the worst first; inside a severity in the order of the work."""

from departments.health import (
    careers,
    duplicates,
    duties,
    headcounts,
    identity,
    naming,
    posts,
    quotas,
    structure,
)
from departments.health.check import Check, Severity

_GROUPS = (quotas, headcounts, posts, structure, naming, duties, careers, duplicates, identity)

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (check for group in _GROUPS for check in group.CHECKS),
        key=lambda check: list(Severity).index(check.severity),
    )
)
BY_CODE = {check.code: check for check in CHECKS}
