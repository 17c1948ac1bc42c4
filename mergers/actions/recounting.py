"""Keeping what a hand move made of the number of big sections as a plan of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict
from mergers import permissions
from mergers.actions import undo
from mergers.actions.edit_session import Draft, open_draft
from mergers.actions.save_arrangement import write
from mergers.domain.arrangement import Arrangement
from mergers.domain.naming import plan_title
from mergers.domain.snapshot import changed_since
from mergers.models import MergePlan, Placement, PlanStatus
from mergers.planning import rescoring
from mergers.planning.recounting import asked_anew, misses_number

OF_THE_PROPOSAL = ("id", "label", "submitted_at", "executed_at", "content_hash", "certificate")
"""What a copy of a plan does not take over."""


def keep_for_new_number(
    *, plan: MergePlan, by: User, at: datetime, seen: str | None = None
) -> MergePlan:
    """Store a draft as it was changed by hand as a new one, asked for the number of big sections that
    it has now and proven as far as a moment allows; the plan itself goes back, step by step, to the
    number that it was asked for, where its certificate holds.

    Raises NotAllowed, ChangedSince for another version than the one ``seen``, Conflict while the
    number is the one asked for, a section waits on the bench or the structure has changed.
    """
    permissions.check_propose(by, plan.department)
    problem, outcome = asked_anew(plan)  # before the transaction: nobody waits for the solver
    return _keep(plan, problem, outcome, by=by, at=at, seen=seen)


@transaction.atomic
def _keep(
    plan: MergePlan,
    problem: dict[str, Any],
    outcome: dict[str, Any],
    *,
    by: User,
    at: datetime,
    seen: str | None,
) -> MergePlan:
    draft = open_draft(plan, by, seen)
    if draft.now.bench():
        raise Conflict("还有科室待安置，大科室数还没有定。", hint="请先安置这些科室。")
    if not misses_number(plan) or plan.sections_after != problem["rules"]["count"]:
        raise Conflict("大科室数没有变，或又变了。", hint="请重新打开方案查看。")
    if changed_since(plan):
        raise Conflict("方案拟定后机构有变动。", hint="请按最新机构重新求解。")
    new = _copied(draft, problem, outcome, by=by, at=at)
    before, after = new.sections_before, new.sections_after
    record(
        "plan.propose",
        new,
        by=by,
        at=at,
        of=new.department,
        reason=f"由“{plan.title}”另存",
        changes={"score": [new.today_score, new.score], "sections": [before, after]},
    )
    _go_back(plan, by, at)
    return new


def _copied(
    draft: Draft, problem: dict[str, Any], outcome: dict[str, Any], *, by: User, at: datetime
) -> MergePlan:
    """The draft as it is arranged, with rows of its own, over another problem."""
    kept = {
        field.attname: getattr(draft.plan, field.attname)
        for field in MergePlan._meta.concrete_fields
        if field.name not in OF_THE_PROPOSAL
    }
    own = {"author": by, "created_at": at, "status": PlanStatus.DRAFT, "bound": None}
    new = MergePlan.objects.create(**kept | own | {"problem": problem, "outcome": outcome})
    places = [replace(place, big=None, people_to=None) for place in draft.now.places]
    Placement.objects.bulk_create(
        Placement(plan=new, section_id=place.section, position=place.position) for place in places
    )
    written = write(new, Arrangement(places=tuple(places)), _without_keys(draft.now))
    rescoring.rescore(new, written)
    new.title = plan_title(new.mode, new.sections_before, new.sections_after, "", edited=True)
    new.save()
    return new


def _without_keys(now: Arrangement) -> Arrangement:
    """The same with provisional keys for the big sections: they get rows of their own."""
    provisional = {big.pk: -place for place, big in enumerate(now.planned_sections, start=1)}

    def key(pk: int | None) -> int | None:
        return None if pk is None else provisional.get(pk)

    return Arrangement(
        planned_sections=tuple(
            replace(big, pk=provisional[big.pk]) for big in now.planned_sections
        ),
        places=tuple(
            replace(place, big=key(place.big), people_to=key(place.people_to))
            for place in now.places
        ),
        transfers=tuple(replace(move, big=key(move.big)) for move in now.transfers),
        people_transfers=tuple(replace(e, big=provisional[e.big]) for e in now.people_transfers),
    )


def _go_back(plan: MergePlan, by: User, at: datetime) -> None:
    """Undo edits, newest first, until the number is the one that the plan was asked for."""
    for _ in range(plan.edits.filter(undone=False).count()):
        if not misses_number(plan):
            return
        undo.undo(plan=plan, by=by, at=at)
