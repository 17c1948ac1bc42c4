"""Arrangements are plain values: they survive JSON, stay whole, and say where everything lands."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mergers.domain.arrangement import (
    Arrangement,
    PeopleTransfer,
    Place,
    PlannedSection,
    Transfer,
    in_order,
)
from mergers.domain.arrangement_edits import (
    NEW,
    tidy,
    with_big,
    with_people_transfer,
    with_place,
    with_transfers,
    without_transfers,
)
from mergers.domain.completeness import destinations_in
from mergers.domain.quotas import quotas_of, receiver_of
from mergers.models import PlanMode
from tests.factories.snapshots import section_snapshot, snapshot

SECTIONS = st.integers(1, 4)
BIGS = st.integers(11, 13)


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    """Four sections with two duties each over three big sections."""
    modes = st.sampled_from(PlanMode.values)
    transfers = {
        duty: Transfer(duty, (duty + 1) // 2, f"职责{duty}", **fate)
        for duty, fate in draw(
            st.dictionaries(
                st.integers(1, 8),
                st.one_of(
                    st.builds(lambda big: {"big": big}, BIGS),
                    st.just({"ended": True, "reason": "取消"}),
                    st.just({"section": 99, "ruling": 5}),
                ),
            )
        ).items()
    }
    people = draw(st.dictionaries(st.tuples(SECTIONS, BIGS), st.integers(1, 3)))
    places = []
    for section in range(1, 5):
        if draw(st.booleans()):
            places.append(Place(section, draw(st.none() | BIGS), position=section))
        else:
            places.append(Place(section, None, True, draw(BIGS), "撤", section))
    return Arrangement(
        planned_sections=tuple(
            PlannedSection(pk, f"大{pk}", draw(modes), "", pk) for pk in (11, 12, 13)
        ),
        places=tuple(places),
        transfers=tuple(transfers.values()),
        people_transfers=tuple(
            PeopleTransfer(*key, number, (7,)) for key, number in people.items()
        ),
    )


STRUCTURE = snapshot(
    *(
        section_snapshot(pk, f"科{pk}", duties=((2 * pk - 1, "甲"), (2 * pk, "乙")))
        for pk in range(1, 5)
    )
)


@given(arrangements())
def test_an_arrangement_is_the_same_after_it_was_stored_as_json(made: Arrangement) -> None:
    assert Arrangement.from_json(json.loads(json.dumps(made.to_json()))) == made


@given(arrangements())
def test_tidying_twice_is_tidying_once_and_keeps_everything_that_goes_elsewhere(
    made: Arrangement,
) -> None:
    once = tidy(made)
    assert tidy(once) == once
    homes, placed = made.homes(), {place.section: place.big for place in made.places}
    assert set(once.transfers) == {
        move for move in made.transfers if not move.big or move.big != placed[move.origin]
    }
    assert set(once.people_transfers) == {
        e for e in made.people_transfers if e.big != homes[e.section]
    }


@given(arrangements())
def test_every_duty_has_just_one_landing(made: Arrangement) -> None:
    made = replace(made, transfers=tuple(m for m in made.transfers if m.section is None))
    landed = destinations_in(STRUCTURE, made)
    assert [one.duty for one in landed] == list(range(1, 9))
    for one in landed:
        place = made.place(one.origin)
        assert place is not None
        move = made.moved().get(one.duty)
        if move is None:
            assert one.big_section == place.big
            assert one.kind == ("nowhere" if place.big is None else "big")
        else:
            assert (one.kind, one.big_section) == ("ended" if move.ended else "big", move.big)


@given(arrangements(), st.dictionaries(SECTIONS, st.none() | st.integers(0, 9)))
def test_quota_that_goes_along_with_people_is_never_made_or_lost(
    made: Arrangement, quotas: dict[int, int | None]
) -> None:
    placed = replace(
        made,
        places=tuple(p if p.home is not None else replace(p, big=11) for p in made.places),
    )
    planned = quotas_of(tidy(placed), quotas, {1: 3, 2: 3, 3: 1, 4: 2})
    assert sum(value or 0 for value in planned.after.values()) == sum(
        value or 0 for value in quotas.values()
    )
    assert all(value is None or value >= 0 for value in planned.after.values())


def test_what_comes_to_a_merged_or_a_new_big_section_has_no_section_of_today() -> None:
    places = (Place(1, 11), Place(2, 11), Place(3, 12))
    planned_sections = (
        PlannedSection(11, "甲", "merge"),
        PlannedSection(12, "乙", "merge"),
        PlannedSection(13, "丙", "merge"),
    )
    made = Arrangement(planned_sections, places)
    people = {1: 2, 2: 5, 3: 1}
    assert [receiver_of(made, big, people) for big in planned_sections] == [None, 3, None]
    assert receiver_of(made, replace(planned_sections[0], mode="group"), people) == 2


def test_single_changes_leave_the_rest_alone() -> None:
    start = in_order(
        Arrangement(
            (PlannedSection(11, "甲", "merge"), PlannedSection(12, "乙", "merge")),
            (Place(1, 11), Place(2, 12)),
        )
    )
    moved = with_transfers(start, [Transfer(1, 1, "职责", big=12)])
    assert moved.transfers == (Transfer(1, 1, "职责", big=12),)
    assert without_transfers(moved, {1}) == start
    escorted = with_people_transfer(start, PeopleTransfer(1, 12, 2))
    assert with_people_transfer(escorted, PeopleTransfer(1, 12, 0)) == start
    assert with_place(moved, Place(1, 12)).transfers == ()
    founded = with_big(start, PlannedSection(NEW, "丙", "group"))
    assert founded.planned_sections[-1] == PlannedSection(NEW, "丙", "group", position=1)
    assert founded.is_empty(NEW)
    assert not founded.is_empty(11)
