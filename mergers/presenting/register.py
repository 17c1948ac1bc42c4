"""What of the register of rulings is shown: the filter of 职责边界."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import Q, QuerySet

from mergers.models import DutyRuling
from mergers.queries.boundaries import Boundary, boundaries_of, keys_in_state


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the register to show; empty shows all."""

    verdict: str = ""
    state: str = ""
    department: int | None = None
    q: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing was chosen."""
        return self == Wanted()


class Register(Sequence[Boundary]):
    """The rulings that were asked for, in their order; each part is read when it is taken."""

    def __init__(self, rulings: QuerySet[DutyRuling], wanted: Wanted) -> None:
        self._rulings = rulings
        self._keys = keys_in_state(_chosen(rulings, wanted), wanted.state)

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Boundary: ...
    @overload
    def __getitem__(self, place: slice) -> list[Boundary]: ...
    def __getitem__(self, place: int | slice) -> Boundary | list[Boundary]:
        if isinstance(place, int):
            return self[place : place + 1 or None][0]
        return boundaries_of(self._rulings.filter(pk__in=self._keys[place]))


def _chosen(rulings: QuerySet[DutyRuling], wanted: Wanted) -> QuerySet[DutyRuling]:
    if wanted.verdict:
        rulings = rulings.filter(verdict=wanted.verdict)
    if wanted.department is not None:
        party = ("department_a", "department_b", "receiver__department")
        rulings = rulings.filter(_any(party, "", wanted.department))
    said = (
        *("text_a", "text_b", "boundary", "document_number"),
        *("department_a__name", "department_b__name"),
    )
    for word in wanted.q.split():
        rulings = rulings.filter(_any(said, "__contains", word))
    return rulings


def _any(fields: Sequence[str], lookup: str, value: object) -> Q:
    """That one of the fields is so."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}{lookup}": value})
    return found
