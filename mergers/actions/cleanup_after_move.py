"""What follows from moving a section: empty big sections go, names that nobody chose fit again."""

from __future__ import annotations

from dataclasses import replace

from mergers.actions.edit_session import Draft
from mergers.domain.arrangement import Arrangement
from mergers.domain.arrangement_edits import with_big, without_big
from mergers.domain.naming import propose_name
from mergers.domain.snapshot import snapshot_of


def settled(draft: Draft, after: Arrangement, *, left: int | None) -> Arrangement:
    """After a section has gone: no empty shell stays behind, and names that nobody chose fit the
    members again.
    """
    if left is not None and after.is_empty(left):
        after = without_big(after, left)
    return _renamed(draft, after)


def _renamed(draft: Draft, after: Arrangement) -> Arrangement:
    """Give big sections whose members changed the proposed name, where they had it before."""
    for big in after.planned_sections:
        before, now = draft.now.members(big.pk), after.members(big.pk)
        if before == now or not before or not now or big.name != _proposed(draft, before):
            continue
        name = _proposed(draft, now)
        if all(other.name != name for other in after.planned_sections):
            after = with_big(after, replace(big, name=name))
    return after


def _proposed(draft: Draft, members: tuple[int, ...]) -> str:
    """What a big section of these members is called when nobody says otherwise."""
    snapshot = snapshot_of(draft.plan)
    group = [(one.name, one.people) for one in snapshot.sections if one.id in members]
    others = {one.name for one in snapshot.sections if one.id not in members}
    return propose_name(group, others, department=snapshot.name)
