"""What the pages on duties and people of a plan read: rulings that concern it, and who could go."""

from collections.abc import Sequence

from departments.models import Section, StaffMember
from mergers.domain.arrangement import Arrangement
from mergers.domain.snapshot import snapshot_of
from mergers.models import DutyRuling, MergePlan
from mergers.queries import boundaries
from mergers.queries.boundaries import Boundary


def rulings_about(
    plan: MergePlan, arrangement: Arrangement
) -> tuple[list[tuple[DutyRuling, bool]], list[Boundary]]:
    """The rulings that give away a duty of the plan's baseline and are not carried out yet, or are
    part of this plan, each with whether it is; and those that will bring one. Oldest first.

    A duty that was imported anew has another key; its text says that it is the same.
    """
    duties = [duty for section in snapshot_of(plan).sections for duty in section.duties]
    keys, texts = {key for key, _ in duties}, {text for _, text in duties}
    applied = {move.ruling for move in arrangement.transfers if move.ruling is not None}
    transfers = boundaries.transfers_about(plan.department, applied)
    offers = [
        (ruling, ruling.pk in applied)
        for ruling in transfers
        if ruling.giver_id == plan.department_id
        and (ruling.pk in applied or ruling.given_id in keys or ruling.given_text in texts)
    ]
    incoming = [ruling for ruling in transfers if _comes_to(plan.department_id, ruling)]
    return offers, boundaries.waiting(incoming)


def _comes_to(department: int, ruling: DutyRuling) -> bool:
    receiver = ruling.receiver
    waits = ruling.executed_at is None
    return waits and receiver is not None and receiver.department_id == department


def staff_of(section: Section) -> Sequence[StaffMember]:
    """The people of a section who are on the roster today."""
    return list(StaffMember.objects.standing().filter(section=section))
