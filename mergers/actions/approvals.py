"""The steps of a plan's way: submit, recall, approve (which carries it out), return, withdraw.

Each is bound to the version of the plan that the person has ``seen``: another one is ChangedSince.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid, NotAllowed
from mergers import permissions
from mergers.actions import execution
from mergers.actions.edit_session import checked_reason
from mergers.actions.execution_context import hold, hold_above
from mergers.actions.seen_plan import check_plan_seen
from mergers.domain import arrangement
from mergers.domain.snapshot import changed_since, hash_of
from mergers.domain.workflow import OutOfOrder, Transition, follow
from mergers.models import Decision, MergePlan, PlanStatus
from mergers.permissions import STEP_NAMES
from mergers.planning import plan_facts
from mergers.presenting.rules import broken_words


class ReasonNeeded(Invalid):
    """The step is not taken without a reason."""


@transaction.atomic
def submit(
    *, plan: MergePlan, by: User, at: datetime, reason: str = "", seen: str | None = None
) -> MergePlan:
    """Freeze a complete plan and hand it to the leaders.

    Raises Invalid, saying what to do, while a section or a duty has no place or a reason is missing
    (mergers/domain/completeness.py, PlanFacts.faults); Conflict when the structure has changed since the plan was made or
    another plan of the department waits already. A rule of its problem that a plan breaks needs a
    ``reason`` (ReasonNeeded), which the leaders see; none lifts what is missing.
    """
    hold_above(plan)
    plan, step = _begin(plan, by, "submit", seen)
    hold(plan)
    facts = plan_facts(plan)
    if facts.faults:
        raise Invalid(f"方案还不能提交：{''.join(facts.faults)}", hint="处理完这些事项后再提交。")
    broken = broken_words(facts.rules)
    if broken and not reason.strip():
        raise ReasonNeeded(
            f"方案不符合规则：{'；'.join(broken)}。提交必须写明理由。",
            hint="请填写理由，或先改到符合规则。",
        )
    _check_baseline(plan)
    waiting = plan.department.plans.filter(status=PlanStatus.SUBMITTED).first()
    if waiting:
        raise Conflict(
            f"本部门已有方案“{waiting}”在等待审批。",
            hint="请先撤回它，或等待审批结果。",
            way=("查看待审批的方案", reverse("plan_detail", args=[waiting.pk])),
        )
    plan.submitted_at = at
    plan.content_hash = content_hash(plan)
    return _finish(plan, step, by, at, reason)


@transaction.atomic
def recall(
    *, plan: MergePlan, by: User, at: datetime, reason: str = "", seen: str | None = None
) -> MergePlan:
    """Take a submitted plan back; it becomes a draft again."""
    plan, step = _begin(plan, by, "recall", seen)
    return _finish(plan, step, by, at, reason)


@transaction.atomic
def approve(
    *, plan: MergePlan, by: User, at: datetime, reason: str = "", seen: str | None = None
) -> MergePlan:
    """Approve a plan and carry it out into the live structure, in one transaction.

    Raises NotAllowed for its author, Conflict when plan or structure changed after submission.
    """
    hold_above(plan)
    plan, step = _begin(plan, by, "approve", seen)
    hold(plan)
    if plan.content_hash not in (content_hash(plan), _older_content_hash(plan)):
        raise Conflict("方案内容与提交时不一致。", hint="请退回，由经办人重新提交。")
    _check_baseline(plan)
    plan.executed_at = at
    plan = _finish(plan, step, by, at, reason)
    execution.carry_out(plan, by=by, at=at)
    return plan


@transaction.atomic
def return_plan(
    *, plan: MergePlan, by: User, at: datetime, reason: str, seen: str | None = None
) -> MergePlan:
    """Return a plan to its author with a reason."""
    plan, step = _begin(plan, by, "return", seen)
    return _finish(plan, step, by, at, reason)


@transaction.atomic
def withdraw(
    *, plan: MergePlan, by: User, at: datetime, reason: str = "", seen: str | None = None
) -> MergePlan:
    """Give up a draft or returned plan for good; it stays readable."""
    plan, step = _begin(plan, by, "withdraw", seen)
    return _finish(plan, step, by, at, reason)


def acknowledge(*, decision: Decision, by: User, at: datetime) -> None:
    """Note that the author of a plan has heard of its approval; no event of the plan, which stays as
    it is.
    """
    if decision.plan.author_id != by.pk:
        raise NotAllowed("只有拟稿人能确认收到。")
    Decision.objects.filter(pk=decision.pk, acknowledged_at=None).update(acknowledged_at=at)


STEPS = {
    "submit": submit,
    "recall": recall,
    "withdraw": withdraw,
    "approve": approve,
    "return": return_plan,
}
"""By verb of the workflow what takes the step."""


def content_hash(plan: MergePlan) -> str:
    """What is decided upon: the baseline, and where every section, duty and person of it goes, in
    which mode and why.
    """
    return hash_of([plan.baseline_hash, plan.mode, arrangement.read(plan).to_json()])


def _older_content_hash(plan: MergePlan) -> str | None:
    """What ``content_hash`` was before plans could be edited by hand, for those that waited for
    approval then; None for a plan with anything that it did not cover.
    """
    now = arrangement.read(plan)
    if now.transfers or now.people_transfers:
        return None
    if any(big.mode != plan.mode or big.reason for big in now.planned_sections):
        return None
    planned_sections = {big.pk: big for big in now.planned_sections}
    placed = []
    for place in now.places:
        big = planned_sections.get(place.big or 0)
        if big is None or place.abolished or place.reason:
            return None
        placed.append((place.section, big.name, big.position))
    return hash_of([plan.baseline_hash, plan.mode, sorted(placed)])


def _begin(plan: MergePlan, by: User, verb: str, seen: str | None) -> tuple[MergePlan, Transition]:
    """Lock the plan, then check permission, then the workflow, then the version seen."""
    locked = (
        MergePlan.objects.select_for_update(of=("self",))
        .select_related("department__region")
        .get(pk=plan.pk)
    )
    permissions.check_step(by, locked, verb)
    try:
        step = follow(verb, locked.status)
    except OutOfOrder as error:
        if seen:  # who saw another version is told what happened since, not only where it ended
            check_plan_seen(locked, arrangement.read(locked), seen)
        state = locked.get_status_display()
        raise Conflict(
            f"方案现在是“{state}”，不能{STEP_NAMES[verb]}。", hint="请刷新页面查看最新状态。"
        ) from error
    if seen is not None:
        check_plan_seen(locked, arrangement.read(locked), seen)
    return locked, step


def _finish(plan: MergePlan, step: Transition, by: User, at: datetime, reason: str) -> MergePlan:
    """Change the status, keep the decision, and record it."""
    reason = checked_reason(reason)
    if step.needs_reason and not reason:
        raise ReasonNeeded(f"{STEP_NAMES[step.verb]}必须写明理由。", hint="请填写理由后再提交。")
    before, plan.status = plan.status, step.target
    plan.save(update_fields=["status", "submitted_at", "executed_at", "content_hash"])
    Decision.objects.create(
        plan=plan, verdict=step.verb, by=by, at=at, reason=reason, content_hash=content_hash(plan)
    )
    record(
        f"plan.{step.verb}",
        plan,
        by=by,
        at=at,
        of=plan.department,
        reason=reason,
        changes={"status": [before, plan.status]},
    )
    return plan


def _check_baseline(plan: MergePlan) -> None:
    """Raise Conflict, naming the changes, when the live structure is no longer the baseline."""
    changes = changed_since(plan)
    if not changes:
        return
    changed = "；".join(changes[:5])
    raise Conflict(f"方案拟定后机构有变动：{changed}。", hint="请按最新机构重新求解并提交新方案。")
