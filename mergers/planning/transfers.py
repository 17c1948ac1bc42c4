"""Transfers to other departments that the staffing office has ruled, as part of a plan's problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bigsection.errors import Invalid
from departments.models import LifecycleStatus
from mergers.domain.arrangement import Transfer
from mergers.domain.snapshot import Snapshot
from mergers.models import DutyRuling, RulingVerdict

TRANSFERS = "transfers"
"""Key of the problem object under which the transfers stand that it was solved with."""


@dataclass(frozen=True, slots=True)
class RuledTransfer:
    """A duty that leaves the department: its key, section and text, and who gets it and why."""

    ruling: int
    duty: int
    origin: int
    text: str
    section: int
    reason: str

    def transfer(self) -> Transfer:
        """The same as a part of an arrangement."""
        return Transfer(
            self.duty,
            self.origin,
            self.text,
            section=self.section,
            reason=self.reason,
            ruling=self.ruling,
        )


def given_by(ruling: DutyRuling, structure: Snapshot) -> RuledTransfer:
    """What a ruling takes out of a frozen structure.

    A duty that was imported anew has another key: then its text says which it is. Raises Invalid
    when the ruling moves nothing, or nothing of this structure, or within the department.
    """
    if ruling.verdict != RulingVerdict.TRANSFER:
        raise Invalid("这条裁定不是划转。", hint="只有“划转归并”的裁定可以加入方案。")
    if ruling.executed_at is not None:
        raise Invalid("这条裁定已经执行。", hint="无需再加入方案。")
    key, text = ruling.given_id, ruling.given_text
    receiver = ruling.receiver
    if receiver is None or receiver.department_id == structure.department:
        raise Invalid("这条裁定没有划入其他部门的科室。", hint="请核对裁定。")
    if receiver.standing != LifecycleStatus.ACTIVE:
        raise Invalid(f"裁定划入的“{receiver}”已不在设。", hint="请由编办重新裁定。")
    found = [
        RuledTransfer(ruling.pk, duty, section.id, words, receiver.pk, ruling.boundary)
        for section in structure.sections
        for duty, words in section.duties
        if ruling.giver_id == structure.department and (duty == key or words == text)
    ]
    if not found:
        raise Invalid(f"方案中没有裁定划出的职责“{text}”。", hint="请核对职责是否已变动。")
    return next((one for one in found if one.duty == key), found[0])


def all_given(rulings: Sequence[int], structure: Snapshot) -> tuple[RuledTransfer, ...]:
    """What several rulings (primary keys) take out of a frozen structure.

    Raises Invalid for a ruling that is not there, or two that give away the same duty.
    """
    rows = DutyRuling.objects.select_related("receiver").in_bulk(rulings)
    if len(rows) != len(set(rulings)):
        raise Invalid("所选裁定中有的已不存在。", hint="请刷新页面后重新选择。")
    found = tuple(given_by(rows[pk], structure) for pk in dict.fromkeys(rulings))
    seen: set[int] = set()
    for one in found:
        if one.duty in seen:
            raise Invalid(f"有两条裁定都划出职责“{one.text}”。", hint="请只选其中一条。")
        seen.add(one.duty)
    return found


def duties_of(given: Iterable[RuledTransfer]) -> frozenset[int]:
    """The duties that they take out of the structure."""
    return frozenset(one.duty for one in given)


def to_json(given: Sequence[RuledTransfer]) -> list[dict[str, Any]]:
    """Plain values, kept with the problem of a plan."""
    return [asdict(one) for one in given]


def from_json(problem: Mapping[str, Any]) -> tuple[RuledTransfer, ...]:
    """The transfers that a stored problem was solved with."""
    return tuple(RuledTransfer(**item) for item in problem.get(TRANSFERS, ()))
