"""The way of a plan: who may take which step from which status, and what each leaves behind."""

from collections.abc import Callable
from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import AppError, Conflict, Invalid, NotAllowed
from departments.models import Duty, Role, Section
from mergers.actions import approvals
from mergers.domain.snapshot import hash_of
from mergers.domain.workflow import TRANSITIONS
from mergers.models import MergePlan, PlanStatus
from mergers.permissions import steps_for
from tests.factories import MembershipFactory
from tests.integration.mergers.conftest import NOON

STEPS: dict[str, Callable[..., MergePlan]] = {
    "submit": approvals.submit,
    "recall": approvals.recall,
    "approve": approvals.approve,
    "return": approvals.return_plan,
    "withdraw": approvals.withdraw,
}


def take(verb: str, plan: MergePlan, by: User) -> MergePlan:
    """Take a step with a reason."""
    return STEPS[verb](plan=plan, by=by, at=NOON, reason="理由")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> Callable[[str], User]:
    return lambda name: request.getfixturevalue(name)


@pytest.mark.parametrize("status", PlanStatus.values)
@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize(
    "who", ["clerk", "officer", "leader", "auditor", "administrator", "outsider"]
)
def test_every_role_takes_exactly_the_steps_of_the_table(
    who: str, verb: str, status: str, plan: MergePlan, people: Callable[[str], User]
) -> None:
    MergePlan.objects.filter(pk=plan.pk).update(
        status=status, content_hash=approvals.content_hash(plan)
    )
    plan.refresh_from_db()
    user = people(who)
    step = TRANSITIONS[verb]
    allowed_role = who in step.roles
    if not allowed_role:
        with pytest.raises(NotAllowed):
            take(verb, plan, user)
    elif status not in step.sources:
        with pytest.raises(Conflict):
            take(verb, plan, user)
    else:
        take(verb, plan, user)
    plan.refresh_from_db()
    taken = allowed_role and status in step.sources
    assert plan.status == (step.target if taken else status)
    assert plan.decisions.count() == int(taken)
    assert AuditEvent.objects.of(plan).filter(verb=f"plan.{verb}").count() == int(taken)


def test_the_author_never_decides_upon_their_own_plan(plan: MergePlan, clerk: User) -> None:
    MembershipFactory.create(user=clerk, role=Role.LEADER, region=plan.department.region)
    approvals.submit(plan=plan, by=clerk, at=NOON)
    plan.refresh_from_db()
    clerk = User.objects.get(pk=clerk.pk)  # roles are read once per request
    for verb in ("approve", "return"):
        with pytest.raises(NotAllowed, match="拟稿人"):
            take(verb, plan, clerk)
        assert verb not in steps_for(clerk, plan)


def test_who_submits_for_the_author_does_not_decide_either(
    plan: MergePlan, officer: User, clerk: User
) -> None:
    MembershipFactory.create(user=officer, role=Role.LEADER, region=plan.department.region)
    approvals.submit(plan=plan, by=officer, at=NOON)
    officer = User.objects.get(pk=officer.pk)  # roles are read once per request
    with pytest.raises(NotAllowed, match="提交人"):
        approvals.approve(plan=plan, by=officer, at=NOON)


def test_a_return_without_a_reason_is_refused_and_leaves_nothing(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    with pytest.raises(Invalid, match="理由"):
        approvals.return_plan(plan=plan, by=leader, at=NOON, reason="  ")
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert plan.decisions.count() == 1


def test_a_returned_plan_can_be_submitted_again(plan: MergePlan, clerk: User, leader: User) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    approvals.return_plan(plan=plan, by=leader, at=NOON, reason="请补充职责说明")
    again = approvals.submit(plan=plan, by=clerk, at=NOON)
    assert again.status == PlanStatus.SUBMITTED
    assert list(again.decisions.values_list("verdict", flat=True)) == ["submit", "return", "submit"]


def test_a_plan_is_not_submitted_while_a_section_is_on_the_bench(
    plan: MergePlan, clerk: User
) -> None:
    placement = plan.placements.get(section__name="办公室")
    placement.big_section = None
    placement.save()
    with pytest.raises(Invalid, match="待安置"):
        approvals.submit(plan=plan, by=clerk, at=NOON)


def test_only_one_plan_of_a_department_waits_at_a_time(
    plan: MergePlan, clerk: User, sections: dict[str, Section]
) -> None:
    from mergers.actions.plans import propose
    from mergers.planning import PlanRequest

    other = propose(department=plan.department, request=PlanRequest(count=2), by=clerk, at=NOON)[0]
    approvals.submit(plan=plan, by=clerk, at=NOON)
    with pytest.raises(Conflict, match="等待审批"):
        approvals.submit(plan=other, by=clerk, at=NOON)


@pytest.mark.parametrize(
    "change", [{"name": "新名称科"}, {"quota": 99}, {"headcount": None}, {"kind": "party"}]
)
def test_a_structure_that_changed_since_stops_submission_and_approval(
    change: dict[str, Any], plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    Section.objects.filter(name="会计科").update(**change)
    with pytest.raises(Conflict, match="机构有变动"):
        approvals.approve(plan=plan, by=leader, at=NOON)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert Section.objects.standing().filter(department=plan.department).count() == 4


def test_content_that_changed_after_submission_is_not_approved(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    plan.big_sections.filter(name="办公室").update(name="综合办公室")
    with pytest.raises(Conflict, match="不一致"):
        approvals.approve(plan=plan, by=leader, at=NOON)


def frozen_before_edits(plan: MergePlan) -> str:
    """The hash that a plan was submitted with before plans could be edited by hand."""
    placed = plan.placements.values_list("section_id", "big_section__name", "big_section__position")
    return hash_of([plan.baseline_hash, plan.mode, sorted(placed)])


def test_a_plan_that_was_submitted_before_plans_could_be_edited_is_approved(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    MergePlan.objects.update(content_hash=frozen_before_edits(plan))
    assert approvals.approve(plan=plan, by=leader, at=NOON).status == PlanStatus.EXECUTED


def bring_in_another_mode(plan: MergePlan) -> None:
    plan.big_sections.update(mode="group")


def bring_in_a_reason(plan: MergePlan) -> None:
    plan.placements.update(reason="另有理由")


def bring_in_an_abolished_section(plan: MergePlan) -> None:
    office = plan.big_sections.get(name="办公室")
    lone = plan.placements.filter(section__name="会计科")
    lone.update(big_section=None, abolished=True, people_to=office, reason="撤销")


def bring_in_an_ended_duty(plan: MergePlan) -> None:
    duty = Duty.objects.filter(section__name="会计科").first()
    plan.duty_moves.create(
        duty=duty, origin=duty.section, text=duty.text, ended=True, reason="不再办理"
    )


def bring_in_a_person_who_moves(plan: MergePlan) -> None:
    section = Section.objects.get(name="会计科")
    plan.people_moves.create(
        section=section, big_section=plan.big_sections.get(name="办公室"), people=1
    )


@pytest.mark.parametrize(
    "bring_in",
    [
        bring_in_another_mode,
        bring_in_a_reason,
        bring_in_an_abolished_section,
        bring_in_an_ended_duty,
        bring_in_a_person_who_moves,
    ],
)
def test_what_the_older_hash_did_not_cover_is_not_approved_with_it(
    bring_in: Callable[[MergePlan], None], plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    MergePlan.objects.update(content_hash=frozen_before_edits(plan))
    bring_in(plan)
    with pytest.raises(Conflict, match="不一致"):
        approvals.approve(plan=plan, by=leader, at=NOON)


def test_a_plan_without_any_hash_is_not_approved(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    bring_in_a_reason(plan)
    MergePlan.objects.update(content_hash="")
    with pytest.raises(Conflict, match="不一致"):
        approvals.approve(plan=plan, by=leader, at=NOON)


def test_when_the_audit_event_cannot_be_written_nothing_changes(
    plan: MergePlan, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(approvals, "record", fail)
    with pytest.raises(RuntimeError):
        approvals.submit(plan=plan, by=clerk, at=NOON)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT
    assert plan.decisions.count() == 0


def test_refusals_say_what_to_do(plan: MergePlan, leader: User, clerk: User) -> None:
    refused: list[AppError] = []
    for verb, who in (("approve", leader), ("approve", clerk), ("submit", leader)):
        with pytest.raises(AppError) as caught:
            take(verb, plan, who)
        refused.append(caught.value)
    assert all(error.message and error.hint for error in refused)
