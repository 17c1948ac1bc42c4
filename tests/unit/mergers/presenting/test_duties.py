"""Duties by section of today: counted once each, and filtered without being lost."""

from collections import Counter
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from mergers.domain.completeness import DutyDestination
from mergers.planning.fact_types import VerdictFact
from mergers.presenting.duties import SHOWS, duty_groups, kind_of, tally

KINDS = st.sampled_from(
    [("big", False), ("big", True), ("elsewhere", True), ("ended", True), ("nowhere", False)]
)


def destination(number: int, origin: int, kind: str, moved: bool) -> DutyDestination:
    return DutyDestination(
        number, f"职责{number}", origin, f"科室{origin}", kind, "", None, "", moved
    )


@st.composite
def facts(draw: st.DrawFn) -> SimpleNamespace:
    """Sections with duties that land anyhow."""
    drawn = draw(st.lists(st.tuples(st.integers(1, 4), KINDS), max_size=30))
    return SimpleNamespace(
        destinations=tuple(
            destination(number, origin, *kind) for number, (origin, kind) in enumerate(drawn)
        ),
        verdicts=tuple(VerdictFact(pk, f"科室{pk}", "保留", (), "", False) for pk in range(1, 5)),
        people_moves=(),
    )


@given(facts())
def test_every_duty_is_counted_once(facts):
    counted = tally(facts.destinations)
    parts = counted.along + counted.moved + counted.elsewhere + counted.ended + counted.nowhere
    assert counted.total == parts == len(facts.destinations)


@given(facts(), st.sampled_from(sorted(SHOWS)))
def test_a_filter_shows_what_its_count_says(facts, show):
    groups = duty_groups(facts, show)
    assert sum(len(group.rows) for group in groups) == tally(facts.destinations).shown(show)


@given(facts())
def test_without_a_filter_every_section_and_every_duty_is_there(facts):
    groups = duty_groups(facts, "all")
    assert [group.verdict.pk for group in groups] == [1, 2, 3, 4]
    shown = Counter(row.destination.duty for group in groups for row in group.rows)
    assert shown == Counter(one.duty for one in facts.destinations)
    assert all(row.destination.origin == group.verdict.pk for group in groups for row in group.rows)


def test_a_filter_leaves_out_sections_without_such_duties_and_keeps_their_number():
    ended, along = destination(1, 1, "ended", True), destination(2, 2, "big", False)
    verdicts = tuple(VerdictFact(pk, "", "保留", (), "", False) for pk in (1, 2))
    facts = SimpleNamespace(destinations=(ended, along), verdicts=verdicts, people_moves=())
    (group,) = duty_groups(facts, "ended")
    assert (group.verdict.pk, group.total, kind_of(group.rows[0].destination)) == (1, 1, "ended")


def test_the_count_is_said_in_one_sentence():
    destinations = [destination(number, 1, "big", False) for number in range(38)]
    destinations += [destination(number, 1, "big", True) for number in range(2)]
    destinations += [destination(40, 1, "elsewhere", True), destination(41, 1, "ended", True)]
    words = tally(destinations).words
    assert words == "42 项职责：38 随科室，3 划转（其中 1 项到其他部门），1 终止，0 未落实"
