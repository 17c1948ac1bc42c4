"""Approval carries a plan out into the live structure, whole or not at all."""

import pytest

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import (
    Department,
    Duty,
    LifecycleStatus,
    Post,
    Quota,
    Section,
    StaffMember,
    Succession,
    WorkItem,
)
from mergers.actions import approvals, edits, plans, staffing
from mergers.models import MergePlan, PlanStatus
from mergers.planning import PlanRequest
from tests.integration.mergers.conftest import DUTIES, NOON

pytestmark = pytest.mark.both_databases


def carry_out(plan: MergePlan, clerk: User, leader: User) -> MergePlan:
    """Submit and approve."""
    approvals.submit(plan=plan, by=clerk, at=NOON)
    return approvals.approve(plan=plan, by=leader, at=NOON)


def standing(department: Department) -> dict[str, Section]:
    return {section.name: section for section in department.sections.standing()}


def test_merging_abolishes_the_members_and_a_new_section_takes_over(
    plan: MergePlan, clerk: User, leader: User, sections: dict[str, Section]
) -> None:
    done = carry_out(plan, clerk, leader)
    assert done.status == PlanStatus.EXECUTED
    after = standing(plan.department)
    assert set(after) == {"预算科", "会计科", "办公室"}
    new = after["预算科"]
    assert (new.quota, new.headcount) == (6, 4)
    for name in ("预算科", "预算审核科"):
        old = Section.objects.get(pk=sections[name].pk)
        assert old.standing == LifecycleStatus.ABOLISHED
        assert old.abolished_on is not None
        assert Succession.objects.filter(predecessor=old, successor=new).count() == 1


def test_no_duty_and_no_person_is_lost_in_a_merge(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    people = set(StaffMember.objects.values_list("pk", flat=True))
    carry_out(plan, clerk, leader)
    new = standing(plan.department)["预算科"]
    texts = list(new.duties.values_list("text", flat=True))
    assert texts == DUTIES["预算科"] + DUTIES["预算审核科"]
    assert new.staff.count() == 4
    living = Section.objects.standing()
    assert Duty.objects.filter(section__in=living).count() == sum(map(len, DUTIES.values()))
    assert (
        set(StaffMember.objects.filter(section__in=living).values_list("pk", flat=True)) == people
    )


def test_work_items_posts_and_quotas_move_with_the_merge(
    plan_with_details: MergePlan, clerk: User, leader: User
) -> None:
    carry_out(plan_with_details, clerk, leader)
    new = standing(plan_with_details.department)["预算科"]
    assert new.work_items.get().matter == "审核预算"
    assert new.posts.get().title == "科长"
    assert {q.quota_type: q.authorised for q in new.quotas.all()} == {"行政": 5, "工勤": None}


@pytest.fixture
def plan_with_details(
    department: Department, sections: dict[str, Section], clerk: User
) -> MergePlan:
    first, second = sections["预算科"], sections["预算审核科"]
    WorkItem.objects.create(section=first, matter="审核预算", counts={"2025": 10}, hours_per_unit=2)
    holder = first.staff.first()
    assert holder is not None
    Post.objects.create(
        department=department, section=first, holder=holder, title="科长", level="chief"
    )
    for section, kind, number in ((first, "行政", 2), (second, "行政", 3), (second, "工勤", None)):
        Quota.objects.create(
            department=department, section=section, quota_type=kind, authorised=number
        )
    request = PlanRequest(count=3)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


@pytest.mark.parametrize("mode", ["co-locate", "group"])
def test_co_location_keeps_names_posts_and_people_and_adds_a_group(
    mode: str, department: Department, sections: dict[str, Section], clerk: User, leader: User
) -> None:
    before = standing(department)
    request = PlanRequest(count=3, mode=mode)
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    carry_out(plan, clerk, leader)
    after = standing(department)
    assert set(after) == set(before)
    group = department.groups.get(standing=LifecycleStatus.ACTIVE)
    assert {section.name for section in group.sections.all()} == {"预算科", "预算审核科"}
    assert group.mode == mode
    for name, section in before.items():
        assert after[name].chief_posts == section.chief_posts
        assert after[name].staff.count() == 2


def test_a_second_co_location_dissolves_the_groups_of_the_first(
    department: Department, sections: dict[str, Section], clerk: User, leader: User
) -> None:
    for count in (3, 2):
        request = PlanRequest(count=count, mode="co-locate")
        plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
        carry_out(plan, clerk, leader)
    wanted = {
        frozenset(placement.section.name for placement in big.placements.all())
        for big in plan.big_sections.all()
    }
    standing_groups = {
        frozenset(group.sections.values_list("name", flat=True))
        for group in department.groups.filter(standing=LifecycleStatus.ACTIVE)
    }
    assert standing_groups == {members for members in wanted if len(members) > 1}
    alone = {name for members in wanted if len(members) == 1 for name in members}
    assert set(department.sections.filter(group=None).values_list("name", flat=True)) == alone
    assert department.groups.filter(standing=LifecycleStatus.ABOLISHED).count() == 1
    assert AuditEvent.objects.filter(verb="group.dissolve").count() == 1


def test_a_section_alone_in_its_big_section_takes_the_new_name(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    big = plan.big_sections.get(name="办公室")
    edits.rename_big_section(plan=plan, big_section=big, name="综合科", by=clerk, at=NOON)
    carry_out(plan, clerk, leader)
    assert "综合科" in standing(plan.department)
    assert standing(plan.department)["综合科"].initials == "zhk"


def test_every_change_of_the_structure_is_in_the_audit_trail(
    plan: MergePlan, clerk: User, leader: User
) -> None:
    carry_out(plan, clerk, leader)
    verbs = list(
        AuditEvent.objects.filter(actor=leader).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["plan.approve", "section.abolish", "section.abolish", "section.establish"]
    events = AuditEvent.objects.filter(actor=leader)
    assert {event.department_id for event in events} == {plan.department_id}


def test_a_failure_in_the_middle_leaves_the_structure_as_it_was(
    plan: MergePlan, clerk: User, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(staffing, "move_quotas", fail)
    approvals.submit(plan=plan, by=clerk, at=NOON)
    with pytest.raises(RuntimeError):
        approvals.approve(plan=plan, by=leader, at=NOON)
    assert set(standing(plan.department)) == set(DUTIES)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert not Succession.objects.exists()
