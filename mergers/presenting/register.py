"""What of the register of rulings is shown: the filter of 职责边界."""

from collections.abc import Iterable
from dataclasses import dataclass

from mergers.models import DutyRuling
from mergers.queries.boundaries import Boundary


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


def matching(boundaries: Iterable[Boundary], wanted: Wanted) -> list[Boundary]:
    """The rulings that were asked for, in the given order."""
    words = wanted.q.split()
    return [
        one
        for one in boundaries
        if (not wanted.verdict or one.ruling.verdict == wanted.verdict)
        and (not wanted.state or one.state == wanted.state)
        and (wanted.department is None or wanted.department in _departments(one.ruling))
        and all(word in _said(one.ruling) for word in words)
    ]


def _departments(ruling: DutyRuling) -> set[int]:
    receiver = ruling.receiver
    receiving = {receiver.department_id} if receiver else set()
    return {ruling.department_a_id, ruling.department_b_id} | receiving


def _said(ruling: DutyRuling) -> str:
    return "\n".join(
        (
            ruling.text_a,
            ruling.text_b,
            ruling.boundary,
            ruling.document_number,
            str(ruling.department_a),
            str(ruling.department_b),
        )
    )
