"""What the pages on duties and people of a plan read: rulings that concern it, and who could go."""

from collections.abc import Sequence
from dataclasses import dataclass

from departments.models import Section, StaffMember
from mergers.domain.arrangement import Arrangement
from mergers.domain.snapshot import snapshot_of
from mergers.models import DutyRuling, MergePlan
from mergers.queries import boundaries
from mergers.queries.boundaries import Boundary


@dataclass(frozen=True, slots=True)
class RulingOffer:
    """A transfer that the staffing office has ruled: what goes, where to, and whether the plan
    carries it out.
    """

    ruling: DutyRuling
    text: str
    receiver: str
    applied: bool


def rulings_about(
    plan: MergePlan, arrangement: Arrangement
) -> tuple[tuple[RulingOffer, ...], list[Boundary]]:
    """The rulings that give away a duty of the plan's baseline and are not carried out yet, or are
    part of this plan; and those that will bring one. Oldest first.

    A duty that was imported anew has another key; its text says that it is the same.
    """
    duties = [duty for section in snapshot_of(plan).sections for duty in section.duties]
    keys, texts = {key for key, _ in duties}, {text for _, text in duties}
    applied = {move.ruling for move in arrangement.transfers if move.ruling is not None}
    transfers = boundaries.transfers_about(plan.department, applied)
    offers = tuple(
        _offer(ruling, ruling.pk in applied)
        for ruling in transfers
        if _giver(ruling) == plan.department_id
        and (ruling.pk in applied or _key(ruling) in keys or _text(ruling) in texts)
    )
    incoming = [ruling for ruling in transfers if _comes_to(plan.department_id, ruling)]
    return offers, boundaries.waiting(incoming)


def _comes_to(department: int, ruling: DutyRuling) -> bool:
    receiver = ruling.receiver
    waits = ruling.executed_at is None
    return waits and receiver is not None and receiver.department_id == department


def _giver(ruling: DutyRuling) -> int:
    return ruling.department_a_id if ruling.giving == "a" else ruling.department_b_id


def _key(ruling: DutyRuling) -> int | None:
    return ruling.duty_a_id if ruling.giving == "a" else ruling.duty_b_id


def _text(ruling: DutyRuling) -> str:
    return ruling.text_a if ruling.giving == "a" else ruling.text_b


def _offer(ruling: DutyRuling, applied: bool) -> RulingOffer:
    receiver = ruling.receiver
    return RulingOffer(
        ruling=ruling,
        text=_text(ruling),
        receiver=f"{receiver.department} · {receiver}" if receiver else "",
        applied=applied,
    )


def staff_of(section: Section) -> Sequence[StaffMember]:
    """The people of a section who are on the roster today."""
    return list(StaffMember.objects.standing().filter(section=section))
