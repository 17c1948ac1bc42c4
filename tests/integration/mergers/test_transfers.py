"""A duty that the office has ruled to another department becomes part of a plan, and goes there."""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, Invalid, NotAllowed
from departments.models import Department, Duty, LifecycleStatus, Role, Section, WorkItem
from mergers.actions import approvals, duty_edits, edits, plans
from mergers.domain.completeness import destinations
from mergers.models import DutyRuling, MergePlan
from mergers.permissions import steps_for
from mergers.planning import PlanRequest, plan_facts
from mergers.planning.solving import problem_of_plan
from planner.checker.whole_file import check_file
from tests.factories import (
    DepartmentFactory,
    DutyFactory,
    MembershipFactory,
    SectionFactory,
    UserFactory,
)
from tests.integration.mergers.conftest import DUTIES, NOON

pytestmark = pytest.mark.both_databases


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


@pytest.fixture
def receiver(department: Department) -> Section:
    """审计科 of the audit office in the same region."""
    other = DepartmentFactory.create(region=department.region, name="示例市审计局")
    section = SectionFactory.create(department=other, name="审计科")
    DutyFactory.create(section=section, text="审计部门预算执行情况", position=3)
    return section


@pytest.fixture
def ruling(
    department: Department, sections: dict[str, Section], receiver: Section, officer: User
) -> DutyRuling:
    """审核部门预算草案 goes from 预算审核科 to 审计科."""
    given, kept = sections["预算审核科"].duties.first(), receiver.duties.first()
    WorkItem.objects.create(
        section=sections["预算审核科"],
        duty=given,
        matter="审核",
        counts={"2025": 4},
        hours_per_unit=25,
    )
    return DutyRuling.objects.create(
        region=department.region,
        pair_hash="0" * 64,
        department_a=department,
        department_b=receiver.department,
        duty_a=given,
        duty_b=kept,
        text_a=given.text,
        text_b=kept.text,
        similarity=0.5,
        verdict="transfer",
        giving="a",
        receiver=receiver,
        boundary="预算审核由审计局承担",
        by=officer,
        at=NOON,
    )


@pytest.fixture
def plan(department: Department, ruling: DutyRuling, clerk: User) -> MergePlan:
    """A plan made while the ruling stands, without it."""
    request = PlanRequest(count=3)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


def elsewhere(plan: MergePlan) -> list[tuple[str, str]]:
    return [(one.text, one.target) for one in destinations(plan) if one.kind == "elsewhere"]


TARGET = [("审核部门预算草案", "示例市审计局 · 审计科")]


def test_a_ruling_is_applied_to_a_draft_and_dropped_again(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    bound = plan.bound
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    plan.refresh_from_db()
    assert (elsewhere(plan), plan.bound) == (TARGET, None)
    with pytest.raises(Invalid, match="已在方案中"):
        duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    duty_edits.drop_ruling(plan=plan, ruling=ruling, **by)
    plan.refresh_from_db()
    assert (elsewhere(plan), plan.bound, plan.proven) == ([], bound, True)
    with pytest.raises(Invalid, match="不在方案中"):
        duty_edits.drop_ruling(plan=plan, ruling=ruling, **by)


def test_a_plan_asked_for_with_a_ruling_is_proven_without_the_duty(
    department: Department, ruling: DutyRuling, clerk: User, by: dict[str, Any]
) -> None:
    request = PlanRequest(count=3, rulings=(ruling.pk,))
    assert PlanRequest.from_json(request.to_json()) == request
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    assert elsewhere(plan) == TARGET
    assert plan.proven
    assert not any(check.faults for check in check_file(plan.certificate))
    (section,) = [one for one in problem_of_plan(plan).sections if one.name == "预算审核科"]
    assert section.duties == (DUTIES["预算审核科"][1],)
    assert section.load_hours is None
    facts = plan_facts(plan)
    assert (facts.score, facts.today_score) == (plan.score, plan.today_score)
    edits.found_big_section(plan=plan, name="绩效科", **by)
    plan.refresh_from_db()
    assert plan.proven
    duty_edits.drop_ruling(plan=plan, ruling=ruling, **by)
    plan.refresh_from_db()
    assert (plan.bound, plan.proven) == (None, False)


def test_the_transfer_is_carried_out_with_the_plan(
    plan: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    approvals.approve(plan=plan, by=leader, at=NOON)
    duty = Duty.objects.get(text="审核部门预算草案")
    assert (duty.section, duty.position) == (receiver, 4)
    assert duty.work_items.get().section == receiver
    ruling.refresh_from_db()
    assert ruling.executed_at == NOON
    events = AuditEvent.objects.filter(verb="duty.transfer")
    assert {event.department_id for event in events} == {
        plan.department_id,
        receiver.department_id,
    }
    with pytest.raises(Invalid, match="已经执行"):
        plans.propose(
            department=plan.department, request=PlanRequest(count=2, rulings=(ruling.pk,)), **by
        )
    Section.objects.filter(pk=receiver.pk).update(standing=LifecycleStatus.ABOLISHED)
    plan.refresh_from_db()
    assert elsewhere(plan) == TARGET  # what was decided, whatever became of the receiver


def test_a_duty_that_its_receiver_has_in_the_same_words_is_taken_in_by_it(
    plan: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any], leader: User
) -> None:
    own = receiver.duties.get()
    Duty.objects.filter(pk=own.pk).update(text=ruling.text_a)
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    (destination,) = [one for one in destinations(plan) if one.kind == "elsewhere"]
    assert destination.joins
    words = [change.text for change in plan_facts(plan).changes if change.kind == "职责划转"]
    assert any("并入该科室" in text and ruling.boundary in text for text in words)
    approvals.submit(plan=plan, **by)
    approvals.approve(plan=plan, by=leader, at=NOON)
    assert list(receiver.duties.all()) == [own]
    assert list(receiver.work_items.values_list("duty", "matter")) == [(own.pk, "审核")]
    given = Duty.of_all_times.get(pk=ruling.duty_a_id)
    assert given.ended_on is not None
    assert "“示例市审计局 · 审计科”" in given.end_reason
    assert given.end_reason.endswith(ruling.boundary)
    assert AuditEvent.objects.filter(verb="duty.transfer").count() == 2
    ruling.refresh_from_db()
    assert ruling.executed_at == NOON


def test_a_duty_that_is_new_to_its_receiver_joins_nothing_before_or_after(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    assert not any(one.joins for one in destinations(plan))
    approvals.approve(plan=plan, by=leader, at=NOON)
    assert not any(one.joins for one in destinations(plan))


def test_a_leader_needs_both_departments(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    half = UserFactory.create(username="half")
    MembershipFactory.create(
        user=half, role=Role.LEADER, region=plan.department.region, department=plan.department
    )
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    plan.refresh_from_db()
    assert "approve" not in steps_for(half, plan)
    assert "return" in steps_for(half, plan)
    with pytest.raises(NotAllowed, match="示例市审计局"):
        approvals.approve(plan=plan, by=half, at=NOON)


def test_a_receiver_that_ends_meanwhile_stops_the_plan(
    plan: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    Section.objects.filter(pk=receiver.pk).update(standing=LifecycleStatus.ABOLISHED)
    with pytest.raises(Conflict, match="已不在设"):
        approvals.approve(plan=plan, by=leader, at=NOON)
    plan.refresh_from_db()
    assert plan.department.sections.standing().count() == 4


def test_a_ruling_that_another_plan_has_carried_out_stops_the_plan(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    DutyRuling.objects.filter(pk=ruling.pk).update(executed_at=NOON)
    with pytest.raises(Conflict, match="已经执行过"):
        approvals.approve(plan=plan, by=leader, at=NOON)


def test_a_duty_that_was_imported_anew_is_known_by_its_text(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    DutyRuling.objects.filter(pk=ruling.pk).update(duty_a=None)
    ruling.refresh_from_db()
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    assert elsewhere(plan) == TARGET


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"verdict": "keep", "giving": "", "receiver": None}, "不是划转"),
        ({"executed_at": NOON}, "已经执行"),
        ({"giving": "b"}, "没有裁定划出的职责"),
    ],
)
def test_a_ruling_that_moves_nothing_of_the_plan_is_refused(
    change: dict[str, Any], match: str, plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    DutyRuling.objects.filter(pk=ruling.pk).update(**change)
    ruling.refresh_from_db()
    with pytest.raises(Invalid, match=match):
        duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)


def test_rulings_that_are_gone_are_refused_when_a_plan_is_asked_for(
    department: Department, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    request = PlanRequest(count=3, rulings=(ruling.pk + 1,))
    with pytest.raises(Invalid, match="已不存在"):
        plans.propose(department=department, request=request, **by)
