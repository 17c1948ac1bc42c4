"""A hand move that changes the number of big sections is offered as a plan for the new number."""

import pytest
from django.urls import reverse

from mergers.actions import duty_edits, edits
from mergers.domain.arrangement import read
from mergers.models import MergePlan
from planner.checker.whole_file import check_file
from tests.integration.mergers.conftest import NOON, seen
from tests.pages import press

pytestmark = pytest.mark.both_databases


def page_of(plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


def address(plan) -> str:
    return reverse("plan_recount", args=[plan.pk])


def shape(plan):
    """What goes where, by names, so that two plans can be compared."""
    now = read(plan)
    names = {big.pk: (big.name, big.mode, big.reason) for big in now.planned_sections}
    places = {(place.section, names.get(place.big), place.reason) for place in now.places}
    moves = {(move.duty, names.get(move.big), move.ended, move.reason) for move in now.transfers}
    return places, moves, {(e.section, names[e.big], e.people) for e in now.people_transfers}


def holds(certificate) -> bool:
    """Whether the checker, which shares nothing with the solver, finds no fault."""
    return not any(check.faults for check in check_file(certificate))


@pytest.fixture
def split(plan, sections, clerk):
    """The plan of three with 预算审核科 set apart by hand: four."""
    section = sections["预算审核科"]
    edits.found_big_section(plan=plan, name="", section=section, by=clerk, at=NOON)
    return plan


def test_it_becomes_a_plan_of_its_own_and_the_first_has_its_certificate_again(log_in, clerk, split):
    wanted, client = shape(split), log_in(clerk)
    assert split.certificate is None
    assert address(split) in client.get(page_of(split)).text
    response = press(client, page_of(split), address(split))
    new = MergePlan.objects.exclude(pk=split.pk).get()
    assert response["Location"] == page_of(new)
    assert (shape(new), new.sections_after, new.author) == (wanted, 4, clerk)
    assert new.problem["rules"]["count"] == 4
    assert new.proven
    assert holds(new.certificate)

    split.refresh_from_db()
    assert (split.sections_after, split.proven) == (3, True)
    assert holds(split.certificate)
    for one in (split, new):
        assert address(one) not in client.get(page_of(one)).text


def test_duties_and_people_go_along(log_in, clerk, split, sections):
    to = split.placements.get(section=sections["会计科"]).big_section
    whose = {"plan": split, "to": to, "by": clerk, "at": NOON}
    duty_edits.move_duties(duties=[sections["预算科"].duties.first()], reason="便于核算", **whose)
    duty_edits.move_people(section=sections["预算科"], people=1, staff=[], **whose)
    wanted = shape(split)
    press(log_in(clerk), page_of(split), address(split))
    new = MergePlan.objects.exclude(pk=split.pk).get()
    assert shape(new) == wanted
    assert new.no_bound  # duties were moved: no bound says anything of it


def test_where_the_number_is_the_one_asked_for_nothing_is_offered(log_in, clerk, plan):
    assert log_in(clerk).post(address(plan), seen(plan)).status_code == 409
    assert MergePlan.objects.count() == 1


def test_with_a_section_on_the_bench_the_number_is_not_settled(log_in, clerk, split, sections):
    edits.move_section(plan=split, section=sections["会计科"], to=None, by=clerk, at=NOON)
    client = log_in(clerk)
    assert address(split) not in client.get(page_of(split)).text
    assert client.post(address(split), seen(split)).status_code == 409


def test_another_version_and_other_people_are_refused(
    log_in, clerk, leader, outsider, split, sections
):
    old = seen(split)
    for who, status in ((leader, 403), (outsider, 404)):
        assert log_in(who).post(address(split), old).status_code == status
    edits.move_section(plan=split, section=sections["会计科"], to=None, by=clerk, at=NOON)
    assert log_in(clerk).post(address(split), old).status_code == 409
    assert MergePlan.objects.count() == 1
