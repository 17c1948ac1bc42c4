"""Single duties and people are moved in a draft: what is written, and what is refused in words."""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from departments.models import Section
from mergers.actions import approvals, duty_edits, edits
from mergers.domain.completeness import destinations, faults
from mergers.models import BigSection, MergePlan
from mergers.planning import plan_facts
from tests.factories import DutyFactory, StaffMemberFactory
from tests.integration.mergers.conftest import NOON


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


def home(plan: MergePlan, section: Section) -> BigSection:
    found = plan.placements.get(section=section).big_section
    assert found is not None
    return found


@pytest.fixture
def accounts(plan: MergePlan, sections: dict[str, Section]) -> BigSection:
    """The big section of 会计科."""
    return home(plan, sections["会计科"])


def destination(plan: MergePlan, text: str) -> tuple[str, str, bool]:
    (found,) = [one for one in destinations(plan) if one.text == text]
    return found.kind, found.target, found.moved


def test_every_duty_follows_its_section_until_it_is_moved(plan: MergePlan) -> None:
    found = destinations(plan)
    assert {one.kind for one in found} == {"big"}
    assert not any(one.moved for one in found)
    assert len(found) == 8
    assert faults(plan) == ()


def test_duties_are_split_over_several_big_sections_and_come_back(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    first, second = sections["预算科"].duties.all()
    office = home(plan, sections["办公室"])
    duty_edits.move_duties(plan=plan, duties=[first], to=accounts, reason="同类", **by)
    duty_edits.move_duties(plan=plan, duties=[second], to=office, **by)
    assert destination(plan, first.text) == ("big", "会计科", True)
    assert destination(plan, second.text) == ("big", "办公室", True)
    duty_edits.return_duties(plan=plan, duties=[first, second], **by)
    assert destination(plan, first.text) == ("big", "预算科", False)
    assert plan.duty_moves.count() == 0


def test_a_duty_moved_to_where_its_section_goes_is_no_move(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    duty = sections["预算科"].duties.first()
    own = home(plan, sections["预算科"])
    with pytest.raises(Invalid, match="已经在"):
        duty_edits.move_duties(plan=plan, duties=[duty], to=own, **by)
    duty_edits.move_duties(plan=plan, duties=[duty], to=accounts, **by)
    duty_edits.move_duties(plan=plan, duties=[duty], to=own, **by)
    assert destination(plan, duty.text) == ("big", "预算科", False)


def test_when_the_section_follows_its_duty_the_move_is_over(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    duty = sections["预算科"].duties.first()
    duty_edits.move_duties(plan=plan, duties=[duty], to=accounts, **by)
    duty_edits.move_people(plan=plan, section=sections["预算科"], to=accounts, people=1, **by)
    edits.move_section(plan=plan, section=sections["预算科"], to=accounts, **by)
    assert plan.duty_moves.count() == plan.people_moves.count() == 0


def test_an_ended_duty_needs_a_reason(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    duty = sections["预算科"].duties.first()
    with pytest.raises(Invalid, match="理由"):
        duty_edits.end_duties(plan=plan, duties=[duty], reason="  ", **by)
    duty_edits.end_duties(plan=plan, duties=[duty], reason="依据已废止", **by)
    assert destination(plan, duty.text) == ("ended", "", True)
    assert faults(plan) == ()


def test_duties_of_an_abolished_section_must_be_placed_one_by_one(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    office = sections["办公室"]
    edits.abolish_section(plan=plan, section=office, people_to=accounts, reason="后勤外包", **by)
    first, second = office.duties.all()
    (fault,) = faults(plan)
    assert fault.startswith("有 2 项职责没有去向：")
    assert first.text in fault
    with pytest.raises(Invalid, match="没有去向"):
        approvals.submit(plan=plan, reason="按实际需要", **by)
    duty_edits.move_duties(plan=plan, duties=[first], to=accounts, **by)
    duty_edits.end_duties(plan=plan, duties=[second], reason="后勤外包", **by)
    assert approvals.submit(plan=plan, reason="按实际需要", **by).status == "submitted"


def test_a_fault_names_five_duties_and_counts_the_rest(
    plan: MergePlan, sections: dict[str, Section], clerk: User, by: dict[str, Any]
) -> None:
    office = sections["办公室"]
    for number in range(6):
        DutyFactory.create(section=office, text=f"办理第{number}件事", position=10 + number)
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    request = PlanRequest(count=3)
    plan = plans.propose(department=plan.department, request=request, **by)[0]
    target = home(plan, sections["会计科"])
    edits.abolish_section(plan=plan, section=office, people_to=target, reason="职能弱化", **by)
    (fault,) = faults(plan)
    assert fault.count("（办公室）") == 5
    assert "等 8 个" in fault


def test_a_section_is_not_abolished_without_a_reason_or_into_itself(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="理由"):
        edits.abolish_section(
            plan=plan, section=sections["办公室"], people_to=accounts, reason="", **by
        )
    with pytest.raises(Invalid, match="不能接收"):
        edits.abolish_section(
            plan=plan, section=sections["会计科"], people_to=accounts, reason="撤", **by
        )
    edits.abolish_section(
        plan=plan, section=sections["办公室"], people_to=accounts, reason="撤", **by
    )
    with pytest.raises(Invalid, match="理由"):
        edits.explain(plan=plan, section=sections["办公室"], reason="", **by)


def test_an_abolished_section_comes_back_by_a_move(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    office = sections["办公室"]
    edits.abolish_section(plan=plan, section=office, people_to=accounts, reason="撤", **by)
    edits.move_section(plan=plan, section=office, to=accounts, **by)
    place = plan.placements.get(section=office)
    assert (place.abolished, place.people_to, place.big_section) == (False, None, accounts)


def test_people_go_by_number_and_by_name_and_are_taken_back(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    budget = sections["预算科"]
    person = budget.staff.first()
    duty_edits.move_people(plan=plan, section=budget, to=accounts, people=2, staff=[person], **by)
    (fact,) = plan_facts(plan).people_moves
    assert (fact.section_name, fact.big_name, fact.people, fact.staff) == (
        "预算科",
        "会计科",
        2,
        (person.name,),
    )
    duty_edits.move_people(plan=plan, section=budget, to=accounts, people=0, **by)
    assert plan.people_moves.count() == 0


@pytest.mark.parametrize(
    ("people", "named", "match"),
    [(3, 0, "还能随转的人数是 2"), (-1, 0, "人数"), (1, 2, "多于随转人数")],
)
def test_numbers_of_people_that_cannot_be_are_refused(
    people: int,
    named: int,
    match: str,
    plan: MergePlan,
    sections: dict[str, Section],
    accounts: BigSection,
    by: dict[str, Any],
) -> None:
    budget = sections["预算科"]
    staff = list(budget.staff.all()[:named])
    with pytest.raises(Invalid, match=match):
        duty_edits.move_people(
            plan=plan, section=budget, to=accounts, people=people, staff=staff, **by
        )


def test_nobody_is_named_twice_or_of_another_section(
    plan: MergePlan, sections: dict[str, Section], accounts: BigSection, by: dict[str, Any]
) -> None:
    budget, office = sections["预算科"], home(plan, sections["办公室"])
    person = budget.staff.first()
    stranger = StaffMemberFactory.create(section=sections["办公室"])
    with pytest.raises(Invalid, match="不属于这个科室"):
        duty_edits.move_people(
            plan=plan, section=budget, to=accounts, people=1, staff=[stranger], **by
        )
    duty_edits.move_people(plan=plan, section=budget, to=accounts, people=1, staff=[person], **by)
    with pytest.raises(Invalid, match="已随转到别的大科室"):
        duty_edits.move_people(plan=plan, section=budget, to=office, people=1, staff=[person], **by)


def test_duties_of_others_and_no_duties_are_refused(
    plan: MergePlan, accounts: BigSection, by: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="不在方案的基准中"):
        duty_edits.move_duties(plan=plan, duties=[DutyFactory.create()], to=accounts, **by)
    with pytest.raises(Invalid, match="没有选择职责"):
        duty_edits.move_duties(plan=plan, duties=[], to=accounts, **by)


def test_the_same_name_twice_is_a_fault(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged = home(plan, sections["预算科"])
    edits.set_mode(plan=plan, big_section=merged, mode="co-locate", **by)
    office = home(plan, sections["办公室"])
    edits.rename_big_section(plan=plan, big_section=office, name="预算审核科", **by)
    (fault,) = faults(plan)
    assert "“预算审核科”" in fault
