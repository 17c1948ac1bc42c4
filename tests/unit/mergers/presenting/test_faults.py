"""Every fault that keeps a plan from being submitted leads to where it is put right."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from mergers.domain.arrangement import Arrangement, PeopleTransfer, Place, PlannedSection, Transfer
from mergers.domain.completeness import faults_in
from mergers.presenting.faults import with_places
from tests.factories.snapshots import section_snapshot, snapshot

PLAN = SimpleNamespace(
    baseline=snapshot(
        section_snapshot(1, "预算科", duties=((11, "编制年度预算草案"),), people=3),
        section_snapshot(2, "会计科", duties=((21, "管理会计人员"),)),
    ).to_json()
)
WHOLE = Arrangement(
    planned_sections=(PlannedSection(7, "预算科", "merge"), PlannedSection(8, "会计科", "merge")),
    places=(Place(1, 7), Place(2, 8)),
)
ENDED = Transfer(11, 1, "编制年度预算草案", ended=True)


def abolished(**changes: object) -> Arrangement:
    """会计科 is abolished, its duty and people are taken care of but for ``changes``."""
    place = Place(2, None, abolished=True, people_to=7, reason="职能已取消")
    moved = (Transfer(21, 2, "管理会计人员", big=7),)
    return Arrangement(
        planned_sections=WHOLE.planned_sections[:1],
        places=(Place(1, 7), replace(place, **changes)),
        transfers=moved,
    )


@pytest.mark.parametrize(
    ("arrangement", "place"),
    [
        (replace(WHOLE, places=(Place(1, 7), Place(2, None))), "?tab=overview#bench"),
        (abolished(people_to=None), "?tab=overview#abolished"),
        (abolished(reason=""), "?tab=duties&show=all"),
        (replace(abolished(), transfers=()), "?tab=duties&show=nowhere"),
        (replace(WHOLE, transfers=(ENDED,)), "?tab=duties&show=ended"),
        (
            replace(
                WHOLE,
                planned_sections=(*WHOLE.planned_sections, PlannedSection(9, "绩效科", "merge")),
            ),
            "?tab=overview#founded",
        ),
        (replace(WHOLE, people_transfers=(PeopleTransfer(1, 8, 4),)), "?tab=duties&show=all"),
    ],
)
def test_a_fault_leads_to_its_place(arrangement, place):
    found = with_places(faults_in(PLAN, arrangement))
    assert place in [where for _, where in found], found


def test_a_merge_without_a_reason_is_given_one_on_its_card():
    fault = "“预算科”没有整合理由，数据也看不出理由。请补充理由。"
    assert with_places([fault]) == ((fault, "?tab=overview#merges"),)


def test_a_plan_without_faults_has_no_places():
    assert with_places(faults_in(PLAN, WHOLE)) == ()
    assert with_places(faults_in(PLAN, abolished())) == ()
