"""Reading what the checks found: nothing here is worked out while a person waits."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Max, Min, Q, QuerySet

from departments.forms.choosing import labelled
from departments.health.check import Across, Check, Finding
from departments.health.checking import PIECE
from departments.models import Department, HealthFindings, HealthMatch, HealthResult
from departments.models.department import DepartmentQuerySet

READ_AT_ONCE = 1_000
Pieces = Mapping[tuple[str, int], Sequence[list[Any]]]
"""Stored findings by check and department, from the first piece that was asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """The findings of one department from ``start`` to ``stop``."""

    department: int
    start: int
    stop: int

    @property
    def pieces(self) -> tuple[int, ...]:
        """The numbers of the rows that hold them."""
        return tuple(range(self.start // PIECE, (self.stop - 1) // PIECE + 1))


class StoredResults:
    """The results of the departments ``shown``, as somebody may read them who sees ``scope``: what
    is shared with a department outside it is not told. Departments are called with their region
    where that is wanted, as by those who see several.

    Results, and what was changed since, are read by one statement: one that was changed never seems
    to hold.
    """

    def __init__(
        self,
        scope: DepartmentQuerySet,
        shown: DepartmentQuerySet,
        at: datetime,
        *,
        with_regions: bool = False,
    ) -> None:
        self.scope = scope
        self.shown = shown
        self.with_regions = with_regions
        self.names = self._named(shown.order_by("region__code", "pk"))
        self.counts: dict[int, dict[str, int]] = {}
        self.checked_at: dict[int, datetime] = {}
        self.fresh: set[int] = set()
        self._totals: Counter[str] = Counter()
        results = HealthResult.objects.with_freshness(at).exclude(checked_at=None)
        mine = results.filter(department_id__in=shown.values("pk"))
        for pk, counts, checked_at, fresh in mine.values_list(
            "department_id", "counts", "checked_at", "fresh"
        ):
            self.counts[pk] = counts
            self._totals.update(counts)
            self.checked_at[pk] = checked_at
            if fresh:
                self.fresh.add(pk)

    @property
    def unchecked(self) -> int:
        """How many departments have no result."""
        return len(self.names.keys() - self.counts.keys())

    @property
    def stale(self) -> int:
        """How many departments have a result that need not hold any more."""
        return len(self.counts.keys() - self.fresh)

    @property
    def as_of(self) -> datetime | None:
        """From when the results are: the oldest of those that need not hold, else the newest."""
        old = [at for pk, at in self.checked_at.items() if pk not in self.fresh]
        return min(old) if old else max(self.checked_at.values(), default=None)

    def count(self, check: Check) -> int:
        """How many findings a check has."""
        if isinstance(check, Across):
            return self._keys(check).count()
        return self._totals[check.code]

    def first(self, checks: Sequence[Check], most: int) -> dict[str, tuple[int, list[Finding]]]:
        """By check how many findings it has, and the first of them."""
        own = [check for check in checks if not isinstance(check, Across)]
        parts = {check.code: self._parts(check.code, 0, most) for check in own}
        pieces = _read(parts)
        found = {
            check.code: (self.count(check), self._told(check.code, parts[check.code], pieces))
            for check in own
        }
        for check in checks:
            if isinstance(check, Across):
                keys = list(self._keys(check)[: most + 1])
                count = len(keys) if len(keys) <= most else self.count(check)
                found[check.code] = count, self._matches(check, keys[:most])
        return found

    def between(self, check: Check, start: int, stop: int) -> list[Finding]:
        """The findings of a check from ``start`` to ``stop`` in the usual order."""
        if isinstance(check, Across):
            return self._matches(check, list(self._keys(check)[start:stop]))
        parts = self._parts(check.code, start, stop)
        return self._told(check.code, parts, _read({check.code: parts}))

    def every(self, check: Check) -> Iterator[Finding]:
        """All findings of a check, never held at once."""
        start = 0
        while found := self.between(check, start, start + READ_AT_ONCE):
            yield from found
            start += READ_AT_ONCE

    def _parts(self, code: str, start: int, stop: int) -> list[Part]:
        """Which findings of which departments these are."""
        parts, before = [], 0
        for pk in self.names:
            count = self.counts.get(pk, {}).get(code, 0)
            if count and before + count > start:
                parts.append(Part(pk, max(start - before, 0), min(stop - before, count)))
            before += count
            if before >= stop:
                break
        return parts

    def _told(self, code: str, parts: Sequence[Part], pieces: Pieces) -> list[Finding]:
        found = []
        for part in parts:
            offset = part.pieces[0] * PIECE
            stored = pieces.get((code, part.department), ())
            for one in stored[part.start - offset : part.stop - offset]:
                found.append(Finding(part.department, self.names[part.department], *one))
        return found

    def _named(self, departments: DepartmentQuerySet) -> dict[int, str]:
        """What departments are called, by key."""
        rows = departments.values_list("pk", "name", "region__name")
        return {
            pk: labelled(name, place) if self.with_regions else name for pk, name, place in rows
        }

    def _keys(self, check: Across) -> QuerySet[HealthMatch, str]:
        """What at least two departments of the scope share, one of them being shown, except by people
        who share one ID number: they are told of once, by the check of that.
        """
        there = HealthMatch.objects.filter(code=check.code)
        seen = there.filter(department_id__in=self.scope.values("pk"))
        if self.shown is not self.scope:
            mine = there.filter(department_id__in=self.shown.values("pk"))
            seen = seen.filter(key__in=mine.values("key"))
        # least and greatest, since different values are counted only by sorting them
        groups = seen.values("key").annotate(
            first=Min("department_id"),
            last=Max("department_id"),
            low=Min("identity"),
            high=Max("identity"),
        )
        apart = groups.exclude(first=F("last")).exclude(~Q(low=""), low=F("high"))
        return apart.order_by("key").values_list("key", flat=True)

    def _matches(self, check: Across, keys: Sequence[str]) -> list[Finding]:
        """A finding for each key: about the first member that is shown."""
        if not keys:
            return []
        members: dict[str, list[HealthMatch]] = defaultdict(list)
        there = HealthMatch.objects.filter(code=check.code, key__in=keys)
        for member in there.filter(department_id__in=self.scope.values("pk")).order_by("member"):
            members[member.key].append(member)
        wanted = {one.department_id for group in members.values() for one in group}
        names = self._named(Department.objects.filter(pk__in=wanted))
        return [_finding(check, members[key], self.names, names) for key in keys]


def _finding(
    check: Across, group: Sequence[HealthMatch], shown: Mapping[int, str], names: Mapping[int, str]
) -> Finding:
    one = next(member for member in group if member.department_id in shown)
    others = [(other, names[other.department_id]) for other in group if other is not one]
    return Finding(
        one.department_id,
        names[one.department_id],
        one.section_id,
        one.section,
        one.name if check.subject == "person" else "",
        check.tell(one, others),
    )


def _read(wanted: Mapping[str, Sequence[Part]]) -> Pieces:
    """The pieces in which the wanted findings stand, in one query."""
    alike: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for code, parts in wanted.items():
        for part in parts:
            alike[code, part.pieces].append(part.department)
    if not alike:
        return {}
    where = reduce(
        or_,
        (
            Q(code=code, department_id__in=departments, number__in=numbers)
            for (code, numbers), departments in alike.items()
        ),
    )
    found: dict[tuple[str, int], list[list[Any]]] = defaultdict(list)
    rows = HealthFindings.objects.filter(where).order_by("number")
    for code, department, findings in rows.values_list("code", "department_id", "findings"):
        found[code, department] += findings
    return found
