"""A draft is edited on its page: every edit by its form, answered as a page and as a fragment."""

import re

import pytest
from django.urls import reverse

from mergers.actions import approvals, duty_edits, edits
from mergers.models import DutyMove
from tests.integration.mergers.conftest import NOON


def url(plan, edit) -> str:
    return reverse(f"plan_edit_{edit}", args=[plan.pk])


def url_of(plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


def home(plan, section):
    """The big section in which a section is placed; None on the bench."""
    return plan.placements.get(section=section).big_section


@pytest.fixture
def merged(plan, sections):
    """The big section of 预算科 and 预算审核科."""
    return home(plan, sections["预算科"])


@pytest.fixture
def forms(plan, sections, merged):
    """A form that can be taken, for every edit that needs nothing to be done before it."""
    budget, accounts = sections["预算科"], sections["会计科"]
    other = home(plan, accounts)
    duty = budget.duties.first()
    return {
        "move": {"section": budget.pk, "to": other.pk},
        "found": {"name": "绩效管理科"},
        "mode": {"big_section": merged.pk, "mode": "co-locate"},
        "explain": {"big_section": merged.pk, "reason": "职能相近"},
        "abolish": {"section": accounts.pk, "people_to": merged.pk, "reason": "职能已取消"},
        "duties": {"do": "move", "duty": [duty.pk], "to": other.pk},
        "people": {"section": budget.pk, "to": other.pk, "people": 1},
    }


EDITS = ["move", "found", "mode", "explain", "abolish", "duties", "people"]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.both_databases
def test_a_plain_form_leads_back_to_the_tab_with_what_was_done(log_in, clerk, plan, forms, edit):
    response = log_in(clerk).post(url(plan, edit), forms[edit] | {"tab": "duties"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("plan_detail", args=[plan.pk]) + "?tab=duties")
    page = log_in(clerk).get(response["Location"]).text
    (step,) = plan.edits.all()
    assert step.words in page
    assert "评分" in page


@pytest.mark.parametrize("edit", EDITS)
def test_htmx_gets_the_tab_and_whatever_else_has_changed(log_in, clerk, plan, forms, edit, htmx):
    response = log_in(clerk).post(url(plan, edit), forms[edit], headers=htmx)
    assert response.status_code == 200
    assert "<html" not in response.text
    for place in ("plan-chips", "plan-actions", "plan-head"):
        assert re.search(rf'id="{place}"[^>]* hx-swap-oob="true"', response.text), place
    assert 'id="messages" hx-swap-oob="innerHTML"' in response.text
    assert plan.edits.get().words in response.text


@pytest.mark.parametrize("edit", [*EDITS, "remove", "ruling", "undo", "redo"])
class TestWhoAndWhen:
    """Every edit alike."""

    def test_a_link_changes_nothing(self, log_in, clerk, plan, edit):
        assert log_in(clerk).get(url(plan, edit)).status_code == 405

    def test_the_outsider_finds_nothing(self, log_in, outsider, plan, forms, edit):
        assert log_in(outsider).post(url(plan, edit), forms.get(edit, {})).status_code == 404

    def test_asks_for_a_login(self, client, plan, edit):
        assert client.post(url(plan, edit)).status_code == 302


@pytest.mark.parametrize("edit", [*EDITS, "undo", "redo"])
def test_a_leader_may_not_edit(log_in, leader, plan, forms, edit):
    assert log_in(leader).post(url(plan, edit), forms.get(edit, {})).status_code == 403
    assert not plan.edits.exists()


@pytest.mark.parametrize("edit", [*EDITS, "undo", "redo"])
def test_a_submitted_plan_is_frozen_and_says_so(log_in, clerk, plan, forms, edit):
    approvals.submit(plan=plan, by=clerk, at=NOON)
    response = log_in(clerk).post(url(plan, edit), forms.get(edit, {}))
    assert response.status_code == 409
    assert "撤回" in response.text


class TestMoving:
    """科室去向."""

    def test_to_another_big_section(self, log_in, clerk, plan, sections):
        target = home(plan, sections["会计科"])
        form = {"section": sections["预算科"].pk, "to": target.pk}
        log_in(clerk).post(url(plan, "move"), form)
        assert home(plan, sections["预算科"]) == target

    def test_to_a_big_section_of_its_own(self, log_in, clerk, plan, sections):
        form = {"section": sections["预算科"].pk, "to": "alone"}
        log_in(clerk).post(url(plan, "move"), form)
        assert list(home(plan, sections["预算科"]).placements.all()) == [
            plan.placements.get(section=sections["预算科"])
        ]

    def test_onto_the_bench_where_it_is_counted_and_keeps_the_plan_back(
        self, log_in, clerk, plan, sections
    ):
        client = log_in(clerk)
        form = {"section": sections["预算科"].pk, "to": "bench"}
        page = client.post(url(plan, "move"), form, follow=True).text
        assert home(plan, sections["预算科"]) is None
        assert 'id="bench"' in page
        assert "还不能提交" in page
        assert reverse("plan_submit", args=[plan.pk]) not in page

    @pytest.mark.parametrize("to", ["", "999999", "nowhere", "²"])
    def test_to_a_place_that_is_none_is_refused(self, log_in, clerk, plan, sections, to):
        form = {"section": sections["预算科"].pk, "to": to}
        assert log_in(clerk).post(url(plan, "move"), form).status_code == 422
        assert not plan.edits.exists()


class TestDuties:
    """职责划转与终止."""

    @pytest.fixture
    def duty(self, sections):
        return sections["预算科"].duties.first()

    @pytest.mark.both_databases
    def test_moved_to_another_big_section(self, log_in, clerk, plan, sections, duty):
        to = home(plan, sections["会计科"])
        form = {"do": "move", "duty": [duty.pk], "to": to.pk, "reason": "便于统一核算"}
        log_in(clerk).post(url(plan, "duties"), form)
        move = DutyMove.objects.get(plan=plan, duty=duty)
        assert (move.big_section, move.reason) == (to, "便于统一核算")

    def test_ended_with_a_reason(self, log_in, clerk, plan, duty):
        form = {"do": "end", "duty": [duty.pk], "end_reason": "依据已废止"}
        log_in(clerk).post(url(plan, "duties"), form)
        move = DutyMove.objects.get(plan=plan, duty=duty)
        assert (move.ended, move.reason) == (True, "依据已废止")

    def test_back_with_its_section(self, log_in, clerk, plan, duty):
        duty_edits.end_duties(plan=plan, duties=[duty], reason="依据已废止", by=clerk, at=NOON)
        log_in(clerk).post(url(plan, "duties"), {"do": "return", "duty": [duty.pk]})
        assert not DutyMove.objects.filter(plan=plan).exists()

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"do": "end"}, "终止职责必须写明理由"),
            ({"do": "end", "end_reason": "  "}, "终止职责必须写明理由"),
            ({"do": "move"}, "请选择划转到哪个大科室"),
            ({"do": "nonsense"}, "没有这种操作"),
            ({}, "请选择要做什么"),
            ({"do": "return", "duty": []}, "请先勾选职责"),
            ({"do": "return", "duty": ["999999"]}, "已不在方案里"),
            ({"do": "return", "duty": ["x"]}, "已不在方案里"),
        ],
    )
    def test_what_is_missing_is_said(self, log_in, clerk, plan, duty, form, words):
        response = log_in(clerk).post(url(plan, "duties"), {"duty": [duty.pk]} | form)
        assert response.status_code == 422
        assert words in response.text
        assert not plan.edits.exists()

    def test_the_duty_of_another_department_is_none_of_ours(self, log_in, clerk, plan, duty):
        from tests.factories import DutyFactory

        form = {"do": "end", "duty": [DutyFactory.create().pk], "end_reason": "依据已废止"}
        assert log_in(clerk).post(url(plan, "duties"), form).status_code == 422


class TestUndo:
    """撤销与重做."""

    def test_names_what_it_undoes_and_brings_it_back(self, log_in, clerk, plan, sections):
        client = log_in(clerk)
        before = home(plan, sections["预算科"])
        form = {"section": sections["预算科"].pk, "to": "bench"}
        page = client.post(url(plan, "move"), form, follow=True).text
        (step,) = plan.edits.all()
        assert f"撤销：{step.words}" in page

        page = client.post(url(plan, "undo"), follow=True).text
        assert home(plan, sections["预算科"]) == before
        assert f"重做：{step.words}" in page

        client.post(url(plan, "redo"))
        assert home(plan, sections["预算科"]) is None

    @pytest.mark.parametrize("step", ["undo", "redo"])
    def test_with_nothing_to_undo_it_is_a_conflict(self, log_in, clerk, plan, step):
        assert log_in(clerk).post(url(plan, step)).status_code == 409


class TestStalePages:
    """Somebody else has edited the plan since the page was shown."""

    def test_the_edit_is_refused_and_says_who_did_what(
        self, log_in, clerk, officer, plan, forms, sections
    ):
        old = log_in(clerk).get(url_of(plan)).context["seen"]
        done = edits.move_section(
            plan=plan, section=sections["办公室"], to=None, by=officer, at=NOON
        )
        response = log_in(clerk).post(url(plan, "mode"), forms["mode"] | {"seen": old})
        assert response.status_code == 409
        assert "郑编办" in response.text
        assert done.words in response.text
        assert plan.edits.count() == 1

    def test_an_edit_that_names_no_version_is_refused(self, log_in, clerk, plan, forms):
        response = log_in(clerk).post(url(plan, "mode"), forms["mode"] | {"seen": ""})
        assert response.status_code == 409
        assert plan.edits.count() == 0

    def test_for_htmx_it_is_a_message_so_that_the_input_stays(
        self, log_in, clerk, officer, plan, forms, sections, htmx
    ):
        edits.move_section(plan=plan, section=sections["办公室"], to=None, by=officer, at=NOON)
        form = forms["explain"] | {"seen": "0"}
        response = log_in(clerk).post(url(plan, "explain"), form, headers=htmx)
        assert response.status_code == 409
        assert "<html" not in response.text
        assert "还在页面上" in response.text

    def test_the_answer_to_an_edit_carries_the_version_for_the_next(
        self, log_in, clerk, plan, forms, htmx
    ):
        client = log_in(clerk)
        page = client.get(reverse("plan_detail", args=[plan.pk]))
        for edit in ("mode", "explain"):
            assert f'name="seen" value="{page.context["seen"]}"' in page.text
            form = forms[edit] | {"seen": page.context["seen"]}
            page = client.post(url(plan, edit), form, headers=htmx)
        assert page.context["seen"] == client.get(url_of(plan)).context["seen"]
        assert plan.edits.count() == 2


@pytest.mark.both_databases
def test_people_go_along_by_number_and_name(log_in, clerk, plan, sections, merged):
    section = sections["会计科"]
    person = section.staff.first()
    form = {"section": section.pk, "to": merged.pk, "people": 1, "staff": [person.pk]}
    page = log_in(clerk).post(url(plan, "people"), form, follow=True).text
    move = plan.people_moves.get()
    assert (move.people, list(move.staff.all())) == (1, [person])
    assert person.name in page


@pytest.mark.parametrize(
    ("change", "words"), [({"people": ""}, "请填写随转人数"), ({"to": ""}, "随转到哪个大科室")]
)
def test_people_without_number_or_place_are_refused(log_in, clerk, plan, forms, change, words):
    response = log_in(clerk).post(url(plan, "people"), forms["people"] | change)
    assert response.status_code == 422
    assert words in response.text


def test_an_empty_big_section_can_be_removed(log_in, clerk, plan, forms):
    client = log_in(clerk)
    client.post(url(plan, "found"), forms["found"])
    founded = plan.big_sections.get(name="绩效管理科")
    page = client.get(reverse("plan_detail", args=[plan.pk])).text
    assert "移除空的大科室" in page
    client.post(url(plan, "remove"), {"big_section": founded.pk})
    assert not plan.big_sections.filter(name="绩效管理科").exists()


def test_an_abolished_section_needs_a_reason_and_a_place_for_its_people(log_in, clerk, plan, forms):
    for field, words in (("reason", "必须写明理由"), ("people_to", "人员转到哪个大科室")):
        response = log_in(clerk).post(url(plan, "abolish"), forms["abolish"] | {field: ""})
        assert response.status_code == 422
        assert words in response.text


def test_a_reason_is_of_one_thing(log_in, clerk, plan, sections, forms):
    both = forms["explain"] | {"section": sections["预算科"].pk}
    for form in (both, {"reason": "职能相近"}):
        assert log_in(clerk).post(url(plan, "explain"), form).status_code == 422


def test_a_plan_whose_duties_were_moved_by_hand_does_not_claim_a_distance(
    log_in, clerk, plan, forms
):
    page = log_in(clerk).post(url(plan, "duties"), forms["duties"], follow=True).text
    plan.refresh_from_db()
    assert plan.no_bound
    assert plan.no_bound in page
    assert "最优，已证明" not in page


def test_a_plan_of_whole_sections_keeps_its_distance(log_in, clerk, plan, forms):
    page = log_in(clerk).post(url(plan, "move"), forms["move"], follow=True).text
    plan.refresh_from_db()
    assert plan.bound is not None
    assert "距最优 ≤" in page


def test_the_title_tells_at_once_that_the_plan_was_changed(log_in, clerk, plan, forms, htmx):
    form = forms["move"] | {"to": "alone"}
    text = log_in(clerk).post(url(plan, "move"), form, headers=htmx).text
    assert text.count("合并 4→4（已调整）") == 3  # title of the window, heading, breadcrumb


class TestFigures:
    """The head of the plan while sections wait or end: nobody and no post is lost from today's."""

    @pytest.fixture(autouse=True)
    def _posts(self, plan):
        """One leading post in every section."""
        for item in plan.baseline["sections"]:
            item["posts"] = 1
        plan.save()

    def test_what_waits_on_the_bench_still_counts(self, log_in, clerk, plan, sections):
        client = log_in(clerk)
        page = reverse("plan_detail", args=[plan.pk])
        before = client.get(page).context["headline"]
        edits.move_section(plan=plan, section=sections["办公室"], to=None, by=clerk, at=NOON)
        after = client.get(page).context["headline"]
        assert (after.people, after.posts_before) == (before.people, before.posts_before) == (8, 4)

    def test_what_is_abolished_counted_before(self, log_in, clerk, plan, sections, forms):
        client = log_in(clerk)
        page = reverse("plan_detail", args=[plan.pk])
        before = client.get(page).context["headline"]
        client.post(url(plan, "abolish"), forms["abolish"])
        after = client.get(page).context["headline"]
        assert (after.people, after.posts_before) == (before.people, before.posts_before) == (8, 4)
        assert "撤销的科室" in client.get(page).text

    def test_a_new_big_section_and_one_that_gets_duties_have_cards(
        self, log_in, clerk, plan, sections, forms
    ):
        client = log_in(clerk)
        client.post(url(plan, "found"), forms["found"])
        client.post(url(plan, "duties"), forms["duties"])
        headline = client.get(reverse("plan_detail", args=[plan.pk])).context["headline"]
        assert [big.name for big in headline.founded] == ["绩效管理科"]
        assert [big.name for big in headline.receiving] == ["会计科"]
        assert [big.name for big in headline.kept] == ["办公室"]


HUGE = "9" * 5_000  # more digits than Python makes a number of


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("seen", ["abc", "-1", "1.5", "²", HUGE], ids=lambda seen: seen[:4])
def test_an_edit_that_knows_of_no_edit_there_can_be_is_not_written(
    log_in, clerk, plan, forms, edit, seen
):
    response = log_in(clerk).post(url(plan, edit), forms[edit] | {"seen": seen})
    assert response.status_code == 409
    assert not plan.edits.exists()


@pytest.mark.parametrize("key", ["9" * 30, HUGE], ids=["30 digits", "5000 digits"])
@pytest.mark.parametrize(("edit", "field"), [("duties", "duty"), ("people", "staff")])
@pytest.mark.both_databases
def test_rows_that_no_database_could_hold_are_not_there(
    log_in, clerk, plan, forms, edit, field, key
):
    response = log_in(clerk).post(url(plan, edit), forms[edit] | {field: key})
    assert response.status_code == 422
    assert not plan.edits.exists()


def test_a_section_of_others_cannot_be_set_apart_and_the_message_says_why(
    log_in, clerk, plan, neighbours
):
    other = neighbours[1].sections.first()
    response = log_in(clerk).post(url(plan, "move"), {"section": other.pk, "to": "alone"})
    assert response.status_code == 422
    assert "没有这个科室" in response.text
    assert not plan.edits.exists()
