"""Opening a draft for a change by hand, writing the change, and scoring the plan anew.

Every edit goes through here: lock department and plan, check who and when, write the new arrangement, score
it, keep the step for undo, and record it, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid
from departments.models import Department
from mergers import permissions
from mergers.actions.save_arrangement import write
from mergers.actions.seen_plan import check_plan_seen
from mergers.domain.arrangement import Arrangement, Place, PlannedSection, read
from mergers.domain.naming import plan_title
from mergers.domain.snapshot import snapshot_of
from mergers.domain.workflow import FROZEN
from mergers.models import BigSection, MergePlan, PlanEdit
from mergers.planning import rescoring

LONGEST_WORDS = 300
LONGEST_REASON = 500
CHANGING = [
    field.attname
    for field in MergePlan._meta.concrete_fields
    if field.name not in ("id", "department", "calibration", "problem", "baseline", "baseline_hash")
]


@dataclass(frozen=True, slots=True)
class Draft:
    """A locked plan, how it is arranged now, and the edits that led there, oldest first."""

    plan: MergePlan
    now: Arrangement
    edits: Sequence[PlanEdit]

    def name(self, section: int) -> str:
        """What a section of the baseline is called."""
        found = snapshot_of(self.plan).by_id().get(section)
        return found.name if found else ""

    def big(self, big_section: BigSection) -> PlannedSection:
        """A big section as it is arranged; Invalid when another edit has taken it away."""
        found = self.now.big(big_section.pk)
        if found is None:
            raise Invalid("方案里没有这个大科室了。", hint="请刷新页面查看方案现在的样子。")
        return found

    def place(self, section: int) -> Place:
        """Where a section goes; Invalid when it is not of this plan."""
        found = self.now.place(section)
        if found is None:
            raise Invalid("方案里没有这个科室。", hint="请刷新页面后重新选择。")
        return found


def open_draft(plan: MergePlan, by: User, seen: str | None = None) -> Draft:
    """Lock a plan with its department and read how it is arranged; must run in a transaction.

    ``plan`` is brought up to date but for what it stands on, which never changes. ``seen`` is the
    version that the person has before them. Raises NotAllowed for a person who may not edit it,
    Conflict once it is submitted, ChangedSince when somebody has edited it since.
    """
    # Who notes that plans are outdated holds the department before them: the same order here.
    held = Department.objects.select_for_update(no_key=True).filter(pk=plan.department_id)
    list(held.values_list("pk"))
    plan.refresh_from_db(fields=CHANGING, from_queryset=MergePlan.objects.select_for_update())
    permissions.check_propose(by, plan.department)
    if plan.status in FROZEN:
        raise Conflict(
            f"方案现在是“{plan.get_status_display()}”，不能修改。", hint="如需修改，请先撤回。"
        )
    now = read(plan)
    check_plan_seen(plan, now, seen)
    steps = list(plan.edits.defer("before", "after").order_by("number"))
    return Draft(plan, now, steps)


def newest_of(steps: Sequence[PlanEdit]) -> PlanEdit | None:
    """The newest edit that stands; None for a plan as it was made."""
    return next((step for step in reversed(steps) if not step.undone), None)


def keep(
    draft: Draft,
    after: Arrangement,
    words: str,
    *,
    by: User,
    at: datetime,
    verb: str = "plan.edit",
    changes: dict[str, object] | None = None,
) -> PlanEdit:
    """Write a changed arrangement, score the plan, and keep the step so that it can be undone.

    Steps that were undone before are given up: another path was taken.
    """
    plan = draft.plan
    written = write(plan, draft.now, after)
    if any(step.undone for step in draft.edits):
        plan.edits.filter(undone=True).delete()
    newest = newest_of(draft.edits)
    edit = PlanEdit.objects.create(
        plan=plan,
        number=newest.number + 1 if newest else 1,
        words=words[:LONGEST_WORDS],
        before=draft.now.to_json(),
        after=written.to_json(),
        by=by,
        at=at,
    )
    rescore_and_record(plan, written, words, by=by, at=at, edited=True, verb=verb, changes=changes)
    return edit


def rescore_and_record(
    plan: MergePlan,
    written: Arrangement,
    words: str,
    *,
    by: User,
    at: datetime,
    edited: bool,
    verb: str = "plan.edit",
    changes: dict[str, object] | None = None,
) -> None:
    """Score the plan as it is arranged now and record the edit with the scores around it.

    A title that nobody chose says how many sections there are now, and whether people have
    ``edited`` it.
    """
    old = plan.score
    was_automatic = plan.title in {_title(plan, edited=True), _title(plan, edited=False)}
    rescoring.rescore(plan, written)
    if was_automatic:
        plan.title = _title(plan, edited=edited)
    plan.save(update_fields=[*rescoring.RESCORED, "title"])
    event = record(
        verb,
        plan,
        by=by,
        at=at,
        of=plan.department,
        reason=words,
        changes={**(changes or {}), "score": [old, plan.score]},
    )
    plan.newest_event = event.pk


def checked_reason(reason: str) -> str:
    """The reason as it is kept; Invalid when it is too long."""
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"理由不超过 {LONGEST_REASON} 字。", hint="请写得短些。")
    return reason


def _title(plan: MergePlan, *, edited: bool) -> str:
    before, after = plan.sections_before, plan.sections_after
    return plan_title(plan.mode, before, after, plan.label, edited=edited)
