"""Approval carries out what people arranged by hand: modes, single duties, people, new sections."""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict
from departments.actions import section_links
from departments.models import (
    Department,
    Duty,
    LifecycleStatus,
    Post,
    Quota,
    Section,
    SectionLink,
    StaffMember,
    Succession,
    WorkItem,
)
from departments.queries.figures import with_duty_count
from mergers.actions import approvals, duty_edits, edits, execution
from mergers.domain.snapshot import freeze
from mergers.models import BigSection, MergePlan, PlanStatus
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


def home(plan: MergePlan, section: Section) -> BigSection:
    found = plan.placements.get(section=section).big_section
    assert found is not None
    return found


def carry_out(plan: MergePlan, by: dict[str, Any], leader: User) -> dict[str, Section]:
    """Submit, approve, and look at the sections that stand then."""
    approvals.submit(plan=plan, reason="按实际需要", **by)
    approvals.approve(plan=plan, by=leader, at=NOON)
    return {section.name: section for section in plan.department.sections.standing()}


def texts(section: Section) -> list[str]:
    return list(section.duties.values_list("text", flat=True))


@pytest.fixture
def budget(sections: dict[str, Section]) -> Section:
    return sections["预算科"]


def test_each_big_section_is_carried_out_in_its_own_mode(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    edits.move_section(
        plan=plan, section=sections["会计科"], to=home(plan, sections["办公室"]), **by
    )
    edits.set_mode(plan=plan, big_section=home(plan, sections["会计科"]), mode="co-locate", **by)
    after = carry_out(plan, by, leader)
    assert set(after) == {"预算科", "会计科", "办公室"}
    group = plan.department.groups.get(standing=LifecycleStatus.ACTIVE)
    assert {section.name for section in group.sections.all()} == {"会计科", "办公室"}
    assert after["预算科"].group is None


def test_a_moved_duty_lands_at_the_end_of_its_new_section_with_its_work_items(
    plan: MergePlan,
    sections: dict[str, Section],
    budget: Section,
    by: dict[str, Any],
    leader: User,
) -> None:
    first = budget.duties.first()
    duty_edits.move_duties(plan=plan, duties=[first], to=home(plan, sections["会计科"]), **by)
    after = carry_out(plan, by, leader)
    assert texts(after["会计科"])[-1] == first.text
    assert first.text not in texts(after["预算科"])
    event = AuditEvent.objects.get(verb="duty.move")
    assert event.changes == {"section": ["预算科", "会计科"]}


def test_work_items_go_along_with_their_duty_and_the_others_with_their_section(
    plan_with_items: MergePlan,
    sections: dict[str, Section],
    budget: Section,
    by: dict[str, Any],
    leader: User,
) -> None:
    plan = plan_with_items
    duty_edits.move_duties(
        plan=plan, duties=[budget.duties.first()], to=home(plan, sections["会计科"]), **by
    )
    after = carry_out(plan, by, leader)
    assert [item.matter for item in after["会计科"].work_items.all()] == ["甲"]
    assert {item.matter for item in after["预算科"].work_items.all()} == {"乙", "无职责"}


@pytest.fixture
def plan_with_items(
    department: Department, sections: dict[str, Section], budget: Section, clerk: User
) -> MergePlan:
    """The plan over a structure with three work items of 预算科: 10, 20 and 5 hours."""
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    first, second = budget.duties.all()
    for duty, matter, hours in ((first, "甲", 10), (second, "乙", 20), (None, "无职责", 5)):
        WorkItem.objects.create(
            section=budget, duty=duty, matter=matter, counts={"2025": 1}, hours_per_unit=hours
        )
    return plans.propose(department=department, request=PlanRequest(count=3), by=clerk, at=NOON)[0]


def test_an_ended_duty_is_dated_and_no_longer_counts(
    plan_with_items: MergePlan, budget: Section, by: dict[str, Any], leader: User
) -> None:
    first = budget.duties.first()
    duty_edits.end_duties(plan=plan_with_items, duties=[first], reason="依据文件已废止", **by)
    after = carry_out(plan_with_items, by, leader)
    ended = Duty.of_all_times.get(pk=first.pk)
    assert (ended.ended_on, ended.end_reason) == (NOON.date(), "依据文件已废止")
    new = after["预算科"]
    assert first.text not in texts(new)
    assert WorkItem.of_all_times.get(matter="甲").section == budget
    assert not WorkItem.objects.filter(matter="甲").exists()
    counted = with_duty_count(Section.objects.filter(pk=new.pk)).get()
    assert counted.duty_count == 3
    assert freeze(plan_with_items.department).by_id()[new.pk].load_hours() == 25


def test_a_duty_moved_into_a_co_location_lands_in_its_largest_member(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    Section.objects.filter(pk=sections["预算审核科"].pk).update(headcount=5)
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    request = PlanRequest(count=3, mode="co-locate")
    plan = plans.propose(department=plan.department, request=request, **by)[0]
    duty = sections["办公室"].duties.first()
    duty_edits.move_duties(plan=plan, duties=[duty], to=home(plan, sections["预算科"]), **by)
    after = carry_out(plan, by, leader)
    assert duty.text in texts(after["预算审核科"])
    assert set(after) == set(sections)


def test_a_new_section_takes_duties_people_and_quota_of_others(
    plan: MergePlan, sections: dict[str, Section], budget: Section, by: dict[str, Any], leader: User
) -> None:
    made = edits.found_big_section(plan=plan, name="绩效管理科", **by)
    duties = [budget.duties.first(), sections["会计科"].duties.first()]
    person = sections["会计科"].staff.first()
    post = Post.objects.create(
        department=plan.department,
        section=sections["会计科"],
        holder=person,
        title="副科长",
        level="deputy",
    )
    duty_edits.move_duties(plan=plan, duties=duties, to=made, **by)
    duty_edits.move_people(
        plan=plan, section=sections["会计科"], to=made, people=1, staff=[person], **by
    )
    duty_edits.move_people(plan=plan, section=budget, to=made, people=1, **by)
    after = carry_out(plan, by, leader)
    new = after["绩效管理科"]
    assert (new.kind, new.initials, new.headcount, new.quota) == ("business", "jxglk", 2, 2)
    assert (new.chief_posts, new.deputy_posts) == (1, 0)
    assert texts(new) == [duty.text for duty in duties]
    assert [member.pk for member in new.staff.all()] == [person.pk]
    post.refresh_from_db()
    assert post.section == new
    assert (after["会计科"].headcount, after["会计科"].quota) == (1, 2)
    assert (after["预算科"].headcount, after["预算科"].quota) == (3, 5)
    arrows = {(arrow.predecessor.name, arrow.successor.name) for arrow in Succession.objects.all()}
    assert arrows == {
        ("预算科", "预算科"),
        ("预算审核科", "预算科"),
        ("预算科", "绩效管理科"),
        ("会计科", "绩效管理科"),
    }


def test_an_abolished_section_gives_its_people_and_its_duties_singly(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    office, accounts = sections["办公室"], sections["会计科"]
    merged = home(plan, sections["预算科"])
    edits.abolish_section(plan=plan, section=accounts, people_to=merged, reason="职能弱化", **by)
    first, second = accounts.duties.all()
    duty_edits.move_duties(plan=plan, duties=[first], to=merged, **by)
    duty_edits.move_duties(plan=plan, duties=[second], to=home(plan, office), **by)
    after = carry_out(plan, by, leader)
    assert set(after) == {"预算科", "办公室"}
    new = after["预算科"]
    assert (new.headcount, new.quota, new.staff.count()) == (6, 9, 6)
    assert texts(new)[-1] == first.text
    assert texts(after["办公室"])[-1] == second.text
    old = Section.objects.get(pk=accounts.pk)
    assert (old.standing, old.abolished_on) == (LifecycleStatus.ABOLISHED, NOON.date())
    assert {arrow.successor for arrow in old.successions.all()} == {new, after["办公室"]}
    event = AuditEvent.objects.get(verb="section.abolish", subject_id=str(accounts.pk))
    assert event.changes["reason"] == [None, "职能弱化"]


def test_quotas_by_type_go_with_named_people(
    plan: MergePlan, sections: dict[str, Section], budget: Section, by: dict[str, Any], leader: User
) -> None:
    person = budget.staff.first()
    StaffMember.objects.filter(pk=person.pk).update(quota_type="工勤")
    for quota_type, number in (("行政", 2), ("工勤", 1)):
        Quota.objects.create(
            department=plan.department, section=budget, quota_type=quota_type, authorised=number
        )
    target = home(plan, sections["会计科"])
    duty_edits.move_people(plan=plan, section=budget, to=target, people=1, staff=[person], **by)
    after = carry_out(plan, by, leader)
    assert {q.quota_type: q.authorised for q in after["会计科"].quotas.all()} == {"工勤": 1}
    assert {q.quota_type: q.authorised for q in after["预算科"].quotas.all()} == {
        "行政": 2,
        "工勤": 0,
    }


def test_a_section_counted_by_its_roster_goes_on_being_counted_so(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    Section.objects.update(headcount=None)
    request = PlanRequest(count=3)
    plan = plans.propose(department=plan.department, request=request, **by)[0]
    accounts = sections["会计科"]
    target = home(plan, sections["办公室"])
    person = accounts.staff.first()
    duty_edits.move_people(plan=plan, section=accounts, to=target, people=1, staff=[person], **by)
    after = carry_out(plan, by, leader)
    assert {section.headcount for section in after.values()} == {None}
    assert (after["办公室"].staff.count(), after["会计科"].staff.count()) == (3, 1)


def test_unnamed_people_are_counted_where_the_roster_cannot_show_them(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    Section.objects.update(headcount=None)
    plan = plans.propose(department=plan.department, request=PlanRequest(count=3), **by)[0]
    duty_edits.move_people(
        plan=plan, section=sections["会计科"], to=home(plan, sections["办公室"]), people=1, **by
    )
    after = carry_out(plan, by, leader)
    assert (after["办公室"].headcount, after["会计科"].headcount) == (3, 1)


def test_links_go_to_the_sections_that_take_over(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    section_links.add(
        department=plan.department,
        a=sections["预算科"],
        b=sections["会计科"],
        strength=0.5,
        note="决算",
        **by,
    )
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    plan = plans.propose(department=plan.department, request=PlanRequest(count=3), **by)[0]
    merged = {"预算科", "预算审核科"}
    assert {p.section.name for p in home(plan, sections["预算科"]).placements.all()} == merged
    after = carry_out(plan, by, leader)
    link = SectionLink.objects.get()
    assert {link.a, link.b} == {after["预算科"], after["会计科"]}
    assert (link.strength, link.note) == (0.5, "决算")


def test_two_sections_that_swap_names_do_not_meet(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    accounts, office = home(plan, sections["会计科"]), home(plan, sections["办公室"])
    for big, name in ((accounts, "甲"), (office, "会计科"), (accounts, "办公室")):
        edits.rename_big_section(plan=plan, big_section=big, name=name, **by)
    after = carry_out(plan, by, leader)
    assert after["办公室"].pk == sections["会计科"].pk
    assert after["会计科"].pk == sections["办公室"].pk


def test_a_new_section_may_have_the_name_of_one_that_ends(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    merged = home(plan, sections["预算科"])
    edits.rename_big_section(plan=plan, big_section=merged, name="预算科", **by)
    after = carry_out(plan, by, leader)
    assert after["预算科"].pk != sections["预算科"].pk


def test_what_would_lose_a_duty_is_rolled_back(
    plan: MergePlan, by: dict[str, Any], leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution.move_duties, "move_duties", lambda ground: None)
    approvals.submit(plan=plan, reason="按实际需要", **by)
    with pytest.raises(Conflict, match="没有落处"):
        approvals.approve(plan=plan, by=leader, at=NOON)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert plan.department.sections.standing().count() == 4


def test_what_would_lose_people_is_rolled_back(
    plan: MergePlan, by: dict[str, Any], leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution.staffing, "settle_headcounts", lambda ground: None)
    Section.objects.filter(name="预算科").update(headcount=9)
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    plan = plans.propose(department=plan.department, request=PlanRequest(count=3), **by)[0]
    approvals.submit(plan=plan, reason="按实际需要", **by)
    with pytest.raises(Conflict, match="人数 15 变为 8"):
        approvals.approve(plan=plan, by=leader, at=NOON)
    assert plan.department.sections.standing().count() == 4
