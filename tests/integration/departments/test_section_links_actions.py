"""Links between sections: who may note them, what is refused, what a merger does to them."""

import pytest

from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, Invalid, Missing, NotAllowed
from departments.actions import section_links
from departments.link_strengths import STRENGTHS, word_of
from departments.models import SectionLink
from tests.factories import SectionFactory
from tests.factories.mergers import NOON

pytestmark = pytest.mark.both_databases


@pytest.fixture
def sections(department):
    return [SectionFactory.create(department=department, name=name) for name in "甲乙丙丁戊"]


@pytest.fixture
def link(department, sections, clerk) -> SectionLink:
    a, b = sections[:2]
    return section_links.add(
        department=department, a=b, b=a, strength=0.5, note="预算会签", by=clerk, at=NOON
    )


def test_a_link_is_stored_once_whatever_the_order_and_recorded(link, sections):
    assert (link.a, link.b, link.strength, link.note) == (*sections[:2], 0.5, "预算会签")
    event = AuditEvent.objects.get(verb="link.add")
    assert event.department_id == link.department_id
    assert event.changes == {"strength": [None, 0.5], "note": [None, "预算会签"]}


def test_the_same_pair_again_is_a_conflict_that_tells_the_present_figure(
    link, department, sections, clerk
):
    a, b = sections[:2]
    with pytest.raises(Conflict, match="50%"):
        section_links.add(department=department, a=a, b=b, strength=0.9, by=clerk, at=NOON)


@pytest.mark.parametrize("strength", [0, -0.1, 1.01, float("nan")])
def test_a_strength_outside_the_scale_is_refused(department, sections, clerk, strength):
    a, b = sections[:2]
    with pytest.raises(Invalid):
        section_links.add(department=department, a=a, b=b, strength=strength, by=clerk, at=NOON)


def test_a_note_that_is_too_long_is_refused(department, sections, clerk):
    a, b = sections[:2]
    with pytest.raises(Invalid, match="200"):
        section_links.add(
            department=department, a=a, b=b, strength=0.5, note="会" * 201, by=clerk, at=NOON
        )


def test_a_section_is_not_linked_with_itself_nor_across_departments(department, sections, clerk):
    stranger = SectionFactory.create()
    gone = SectionFactory.create(department=department, standing="abolished")
    for other in (sections[0], stranger, gone):
        with pytest.raises(Invalid):
            section_links.add(
                department=department, a=sections[0], b=other, strength=0.5, by=clerk, at=NOON
            )


def test_who_only_looks_may_not_change_links(link, auditor, leader, outsider):
    for person in (auditor, leader, outsider):
        with pytest.raises(NotAllowed):
            section_links.remove(link=link, by=person, at=NOON)
    assert SectionLink.objects.count() == 1


def test_a_change_is_recorded_with_both_values(link, officer):
    section_links.change(
        link=link, strength=0.8, note="预算会签", seen=link.version, by=officer, at=NOON
    )
    assert AuditEvent.objects.get(verb="link.change").changes == {"strength": [0.5, 0.8]}
    assert SectionLink.objects.get().strength == 0.8


def test_a_change_over_somebody_elses_shows_both_values_and_overwrites_nothing(
    link, clerk, officer
):
    seen = link.version
    section_links.change(link=link, strength=0.8, note="联审", seen=seen, by=officer, at=NOON)
    with pytest.raises(Conflict, match=r"80%（联审）.*20%"):
        section_links.change(link=link, strength=0.2, note="", seen=seen, by=clerk, at=NOON)
    assert SectionLink.objects.get().strength == 0.8


def test_the_same_change_twice_is_no_conflict(link, clerk, officer):
    seen = link.version
    for person in (officer, clerk):
        section_links.change(link=link, strength=0.8, note="联审", seen=seen, by=person, at=NOON)
    assert AuditEvent.objects.filter(verb="link.change").count() == 1


def test_a_removed_link_is_gone_and_what_it_was_is_recorded(link, clerk):
    section_links.remove(link=link, by=clerk, at=NOON)
    event = AuditEvent.objects.get(verb="link.remove")
    assert event.changes == {"strength": [0.5, None], "note": ["预算会签", None]}
    with pytest.raises(Missing):
        section_links.remove(link=link, by=clerk, at=NOON)
    with pytest.raises(Missing):
        section_links.change(link=link, strength=0.1, note="", seen=link.version, by=clerk, at=NOON)


def test_a_merger_takes_links_over_the_strongest_wins_and_inner_ones_end(department, sections):
    a, b, c, d, e = sections
    for one, other, strength, note in (
        (a, b, 0.9, "内部"),
        (a, c, 0.3, "收文"),
        (b, c, 0.6, "会签"),
        (b, d, 0.2, ""),
        (c, d, 0.7, "无关"),
    ):
        SectionLink.objects.create(
            department=department, a=one, b=other, strength=strength, note=note
        )
    new = SectionFactory.create(department=department, name="甲乙科")
    made = section_links.carry_over(members=[a, b], new=new)
    assert [(link.a, link.b) for link in made] == [(c, new), (d, new)]
    assert {
        frozenset((link.a.name, link.b.name)): (link.strength, link.note)
        for link in SectionLink.objects.select_related("a", "b")
    } == {
        frozenset(("丙", "甲乙科")): (0.6, "会签；收文"),
        frozenset(("丁", "甲乙科")): (0.2, ""),
        frozenset(("丙", "丁")): (0.7, "无关"),
    }
    assert not e.links_as_b.exists()


def test_two_mergers_in_a_row_link_the_new_sections(department, sections):
    a, b, c, d, _ = sections
    SectionLink.objects.create(department=department, a=a, b=c, strength=0.4)
    SectionLink.objects.create(department=department, a=b, b=d, strength=0.5)
    first, second = SectionFactory.create_batch(2, department=department)
    section_links.carry_over(members=[a, b], new=first)
    section_links.carry_over(members=[c, d], new=second)
    link = SectionLink.objects.get()
    assert (link.a, link.b, link.strength) == (first, second, 0.5)


def test_a_section_that_goes_on_keeps_its_own_links_beside_those_it_takes_over(
    department, sections
):
    a, b, c, _, _ = sections
    SectionLink.objects.create(department=department, a=a, b=c, strength=0.4, note="旧")
    SectionLink.objects.create(department=department, a=b, b=c, strength=0.3, note="新")
    section_links.carry_over(members=[b], new=a)
    link = SectionLink.objects.get()
    assert (link.a, link.b, link.strength, link.note) == (a, c, 0.4, "旧；新")


def test_every_word_stands_for_its_own_figure():
    assert [word_of(each.value) for each in STRENGTHS] == ["偶尔", "经常", "主要"]
    assert [word_of(value) for value in (0.01, 0.45, 0.75, 1.0)] == [
        "偶尔",
        "经常",
        "主要",
        "主要",
    ]
