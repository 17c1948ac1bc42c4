"""What the pages on duties and people of a plan read: rulings that concern it, and who could go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from departments.models import Section, StaffMember
from mergers.domain.snapshot import snapshot_of
from mergers.models import DutyRuling, MergePlan, RulingVerdict


@dataclass(frozen=True, slots=True)
class RulingOffer:
    """A transfer that the staffing office has ruled: what goes, where to, and whether the plan
    carries it out.
    """

    ruling: DutyRuling
    text: str
    receiver: str
    applied: bool


def ruling_offers(plan: MergePlan) -> tuple[RulingOffer, ...]:
    """The rulings that give away a duty of the plan's baseline and are not carried out yet, or
    are part of this plan; oldest first.

    A duty that was imported anew has another key; its text says that it is the same.
    """
    duties = [duty for section in snapshot_of(plan).sections for duty in section.duties]
    keys, texts = {key for key, _ in duties}, {text for _, text in duties}
    applied = set(plan.duty_moves.exclude(ruling=None).values_list("ruling_id", flat=True))
    ours = Q(giving="a", department_a=plan.department_id) | Q(
        giving="b", department_b=plan.department_id
    )
    rulings = (
        DutyRuling.objects.filter(ours, verdict=RulingVerdict.TRANSFER)
        .filter(Q(executed_at=None) | Q(pk__in=applied))
        .select_related("receiver__department")
        .order_by("at", "pk")
    )
    return tuple(
        _offer(ruling, ruling.pk in applied)
        for ruling in rulings
        if ruling.pk in applied or _key(ruling) in keys or _text(ruling) in texts
    )


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
