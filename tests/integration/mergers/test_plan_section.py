"""One section of a draft: where it can go with what it would do to the score, who can go along."""

import pytest
from django.urls import reverse

from mergers.actions import approvals, duty_edits, edits
from tests.integration.mergers.conftest import NOON


def url(plan, section) -> str:
    return reverse("plan_section", args=[plan.pk, section.pk])


def home(plan, section):
    return plan.placements.get(section=section).big_section


def targets(client, plan, section):
    return {target.value: target for target in client.get(url(plan, section)).context["targets"]}


def test_the_page_asks_both_questions(log_in, clerk, plan, sections):
    text = log_in(clerk).get(url(plan, sections["预算科"])).text
    assert "<html" in text
    assert reverse("plan_edit_move", args=[plan.pk]) in text
    assert reverse("plan_edit_people", args=[plan.pk]) in text
    assert sections["预算科"].staff.first().name in text


@pytest.mark.parametrize(("part", "edit"), [("move", "move"), ("people", "people")])
def test_htmx_gets_one_menu(log_in, clerk, plan, sections, htmx, part, edit):
    response = log_in(clerk).get(
        url(plan, sections["预算科"]), {"part": part, "tab": "duties"}, headers=htmx
    )
    assert "<html" not in response.text
    assert reverse(f"plan_edit_{edit}", args=[plan.pk]) in response.text
    assert 'name="tab" value="duties"' in response.text


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["预算科", "会计科", "办公室"])
def test_a_hint_is_what_the_move_then_does(log_in, clerk, plan, sections, name):
    """The Δ in the menu is the change of the stored score, for every place."""
    client, section = log_in(clerk), sections[name]
    before = plan.score
    offered = targets(client, plan, section)
    assert len(offered) >= 2
    for value, target in offered.items():
        client.post(reverse("plan_edit_move", args=[plan.pk]), {"section": section.pk, "to": value})
        plan.refresh_from_db()
        assert plan.score - before == pytest.approx(target.delta, abs=1e-4), target
        client.post(reverse("plan_edit_undo", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.score == before


def test_a_move_that_breaks_a_rule_says_which(log_in, clerk, plan, sections):
    offered = targets(log_in(clerk), plan, sections["预算科"])
    assert offered["alone"].broken == ("大科室个数",)


def test_places_that_break_no_rule_come_first_the_best_on_top(log_in, clerk, plan, sections):
    offered = list(targets(log_in(clerk), plan, sections["预算科"]).values())
    assert [one.breaks for one in offered] == sorted(one.breaks for one in offered)
    for broken in (False, True):
        deltas = [one.delta for one in offered if one.breaks is broken]
        assert deltas == sorted(deltas, reverse=True)
        assert deltas


def test_from_the_bench_every_big_section_is_offered(log_in, clerk, plan, sections):
    section = sections["办公室"]
    edits.move_section(plan=plan, section=section, to=None, by=clerk, at=NOON)
    response = log_in(clerk).get(url(plan, section))
    offered = {target.value for target in response.context["targets"]}
    assert offered == {str(big.pk) for big in plan.big_sections.all()} | {"alone"}
    assert 'value="bench"' not in response.text


def test_a_section_that_stands_alone_is_not_told_to(log_in, clerk, plan, sections):
    assert "alone" not in targets(log_in(clerk), plan, sections["办公室"])


def test_a_split_section_has_places_without_hints(log_in, clerk, plan, sections):
    section = sections["预算科"]
    to = home(plan, sections["会计科"])
    duties = [section.duties.first()]
    duty_edits.move_duties(plan=plan, duties=duties, to=to, by=clerk, at=NOON)
    offered = targets(log_in(clerk), plan, section)
    assert offered
    assert all(target.delta is None for target in offered.values())


def test_who_gets_duties_is_first_in_the_list_for_people(log_in, clerk, plan, sections):
    section = sections["预算科"]
    to = home(plan, sections["办公室"])
    duties = [section.duties.first()]
    duty_edits.move_duties(plan=plan, duties=duties, to=to, by=clerk, at=NOON)
    response = log_in(clerk).get(url(plan, section))
    assert response.context["people_bigs"][0].pk == to.pk
    assert "（有职责划入）" in response.text


def test_a_submitted_plan_is_a_conflict(log_in, clerk, plan, sections):
    approvals.submit(plan=plan, by=clerk, at=NOON)
    assert log_in(clerk).get(url(plan, sections["预算科"])).status_code == 409


def test_a_leader_may_not(log_in, leader, plan, sections):
    assert log_in(leader).get(url(plan, sections["预算科"])).status_code == 403


def test_the_outsider_finds_nothing(log_in, outsider, plan, sections):
    assert log_in(outsider).get(url(plan, sections["预算科"])).status_code == 404


def test_a_section_of_another_department_is_missing(log_in, clerk, plan):
    from tests.factories import SectionFactory

    assert log_in(clerk).get(url(plan, SectionFactory.create())).status_code == 404


def test_refuses_post(log_in, clerk, plan, sections):
    assert log_in(clerk).post(url(plan, sections["预算科"])).status_code == 405
