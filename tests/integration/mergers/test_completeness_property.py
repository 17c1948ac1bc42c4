"""However a department is rearranged: what may be submitted loses no duty, no person, no quota."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from departments.models import (
    Department,
    Duty,
    LifecycleStatus,
    Quota,
    Section,
    StaffMember,
    Succession,
    WorkItem,
)
from mergers.actions import approvals, plans, save_arrangement
from mergers.domain import arrangement
from mergers.domain.arrangement import Arrangement, PeopleTransfer, Place, PlannedSection, Transfer
from mergers.domain.arrangement_edits import tidy
from mergers.domain.completeness import destinations, faults
from mergers.domain.headcounts import people_at_work, rosters_of
from mergers.models import MergePlan
from mergers.planning import PlanRequest, plan_facts, rescoring
from tests.factories import DutyFactory, SectionFactory, StaffMemberFactory
from tests.integration.mergers.conftest import NOON

WHY = "按实际需要"
"""For the rule that an arrangement drawn by chance may break."""
MODES = ("merge", "co-locate", "group")
FIGURES = [(3, 4), (1, None), (None, 3), (5, 5), (2, 2)]
"""Reported people and quota of the five sections; each has two people on its roster."""


@pytest.fixture
def small(department: Department, clerk: User) -> MergePlan:
    """A plan over five sections with two duties, a work item each, and quotas by type."""
    for position, (headcount, quota) in enumerate(FIGURES):
        section = SectionFactory.create(
            department=department,
            name=f"业务{'一二三四五'[position]}科",
            position=position,
            headcount=headcount,
            quota=quota,
        )
        duties = [DutyFactory.create(section=section, position=place) for place in range(2)]
        StaffMemberFactory.create_batch(2, section=section, quota_type="行政")
        for duty in (duties[0], None):
            WorkItem.objects.create(
                section=section, duty=duty, matter="事项", counts={"2025": 1}, hours_per_unit=10
            )
        Quota.objects.create(
            department=department, section=section, quota_type="行政", authorised=quota
        )
    request = PlanRequest(count=3, max_members=None)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


@st.composite
def arrangements(draw: st.DrawFn, plan: MergePlan) -> Arrangement:
    """Any arrangement of the plan's sections over its big sections and two new ones."""
    now = arrangement.read(plan)
    new = [
        PlannedSection(-1, "新一科", "merge", "", 90),
        PlannedSection(-2, "新二科", "merge", "", 91),
    ]
    planned_sections = [
        replace(big, mode=draw(st.sampled_from(MODES))) for big in (*now.planned_sections, *new)
    ]
    keys = st.sampled_from([big.pk for big in planned_sections])
    places, transfers, people_transfers = [], [], []
    for item in plan.baseline["sections"]:
        abolished = draw(st.integers(0, 4)) == 0
        place = Place(item["id"], None if abolished else draw(keys), abolished)
        if abolished:
            place = replace(place, people_to=draw(keys), reason="职能划出")
        places.append(replace(place, position=item["id"]))
        for duty, text in item["duties"]:
            fate = draw(st.sampled_from(["stay", "stay", "move", "end"]))
            if fate == "end":
                transfers.append(Transfer(duty, item["id"], text, ended=True, reason="取消"))
            elif fate == "move" or (abolished and draw(st.booleans())):
                transfers.append(Transfer(duty, item["id"], text, big=draw(keys)))
        if draw(st.booleans()):
            named = tuple(item["staff"][: draw(st.integers(0, 1))])
            people_transfers.append(
                PeopleTransfer(item["id"], draw(keys), draw(st.integers(1, 2)), named)
            )
    made = tidy(
        Arrangement(
            tuple(planned_sections), tuple(places), tuple(transfers), tuple(people_transfers)
        )
    )
    return replace(
        made,
        planned_sections=tuple(big for big in made.planned_sections if not made.is_empty(big.pk)),
    )


def standing(department: Department) -> list[Section]:
    return list(department.sections.standing().prefetch_related("staff", "duties", "quotas"))


def roster_of(section: Section) -> dict[int, bool]:
    return rosters_of(Section.objects.filter(pk=section.pk))[section.pk]


def totals(department: Department) -> dict[str, Any]:
    """What a rearrangement must not change."""
    sections = standing(department)
    return {
        "people": sum(people_at_work(one, roster_of(one)) for one in sections),
        "quota": sum(section.quota or 0 for section in sections),
        "quotas": sum(q.authorised or 0 for section in sections for q in section.quotas.all()),
        "staff": sorted(person.pk for section in sections for person in section.staff.all()),
    }


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
@pytest.mark.slow
@pytest.mark.both_databases
def test_nothing_is_lost_however_a_department_is_rearranged(
    data: st.DataObject, small: MergePlan, clerk: User, leader: User
) -> None:
    with transaction.atomic():
        plan = MergePlan.objects.get(pk=small.pk)
        written = save_arrangement.write(
            plan, arrangement.read(plan), data.draw(arrangements(plan))
        )
        rescoring.rescore(plan, written)
        before = totals(plan.department)
        landed = destinations(plan)
        assert len(landed) == len({one.duty for one in landed}) == 10
        facts = plan_facts(plan)
        assert facts.score == plan.score
        assert sum(big.people for big in facts.big_sections) >= before["people"]
        if faults(plan):
            with pytest.raises(Invalid):
                approvals.submit(plan=plan, by=clerk, at=NOON, reason=WHY)
        else:
            approvals.submit(plan=plan, by=clerk, at=NOON, reason=WHY)
            approvals.approve(plan=plan, by=leader, at=NOON)
            assert totals(plan.department) == before
            check_landings(plan.department, landed, facts)
        transaction.set_rollback(True)


def check_landings(department: Department, landed: Any, facts: Any) -> None:
    """Every duty is where the plan's page said, and figures are those of the page."""
    rows = Duty.of_all_times.select_related("section__group").in_bulk([one.duty for one in landed])
    for one in landed:
        duty = rows[one.duty]
        if one.kind == "ended":
            assert (duty.ended_on, duty.end_reason) == (NOON.date(), one.reason)
            assert not WorkItem.objects.filter(duty=duty).exists()
        else:
            section = duty.section
            assert duty.ended_on is None
            assert section.standing == LifecycleStatus.ACTIVE
            assert one.target in (section.name, section.group and section.group.name)
            assert set(duty.work_items.values_list("section", flat=True)) <= {section.pk}
    after = {section.name: section for section in standing(department)}
    for big in facts.big_sections:
        if big.verdict == "新设" or (big.verdict == "整合" and big.mode == "merge"):
            section = after[big.name]
            posts = (section.chief_posts or 0) + (section.deputy_posts or 0)
            assert (people_at_work(section, roster_of(section)), posts) == (
                big.people,
                big.posts_after,
            )
    gone = department.sections.filter(standing=LifecycleStatus.ABOLISHED)
    assert not StaffMember.objects.filter(section__in=gone).exists()
    assert Succession.objects.filter(predecessor__in=gone).values(
        "predecessor"
    ).distinct().count() == (gone.count())
