"""The page of a question: one sentence, its chart and the same figures as a table."""

import re

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from bigsection.jobs.models import Job
from mergers.actions import answers, duty_edits, edits
from mergers.planning.parts import PART_LABELS
from tests.integration.mergers.questions.conftest import QUESTIONS

PRICED = [
    "大科室个数 4 个",
    "每个大科室最多科室数 4 个",
    "每个大科室最多人数 9 人",
    "不同类别不混合",
    "必须分开：预算科、国库科",
]
"""The rules and wishes of the plan ``asked``."""


def url(plan, name="curve") -> str:
    return reverse("plan_question", args=[plan.pk, name])


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment has no length: nothing is settled in it."""
    monkeypatch.setattr(answers, "MOMENT_S", 0.0)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_page_and_a_card(log_in, clerk, asked, pair, htmx, name):
    client = log_in(clerk)
    page = client.get(url(asked, name), pair)
    card = client.get(url(asked, name), pair, headers=htmx)
    assert page.text.startswith("<!DOCTYPE html>")
    assert card.text.lstrip().startswith('<section class="card')
    for response in (page, card):
        assert response.context["shown"].lead in response.text
        assert "这是部分结果" not in response.text


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_first_sentence_is_whole_and_plain(log_in, leader, asked, pair, name):
    lead = log_in(leader).get(url(asked, name), pair).context["shown"].lead
    assert lead.endswith("。")
    assert "None" not in lead
    assert not re.search(r"[a-z]{3}", lead), "no word of the program in what a leader reads"


def test_the_tab_lists_all_questions_as_links(log_in, auditor, asked):
    text = log_in(auditor).get(reverse("plan_detail", args=[asked.pk]), {"tab": "questions"}).text
    for name in QUESTIONS:
        assert f'href="{url(asked, name)}"' in text
        assert f'hx-get="{url(asked, name)}"' in text


def test_the_curve_has_a_point_and_a_row_for_every_number(log_in, clerk, asked):
    response = log_in(clerk).get(url(asked))
    table = response.context["shown"].table
    assert [row.cells[0].value for row in table.rows] == list(range(1, 8))
    scores = {row.cells[0].value: row.cells[1].value for row in table.rows}
    assert scores[4] == pytest.approx(asked.score)
    assert scores[7] == pytest.approx(asked.today_score)
    for count, value in scores.items():
        assert (f'id="curve-{count}"' in response.text) == (value is not None)


def test_a_number_that_was_chosen_is_offered_to_those_who_may_propose(
    log_in, clerk, auditor, asked
):
    offer = "按 5 个求方案"
    response = log_in(clerk).get(url(asked), {"k": 5})
    assert offer in response.text
    assert response.context["shown"].more["point"]["count"] == 5
    assert offer not in log_in(auditor).get(url(asked), {"k": 5}).text


def test_no_limit_is_invented(log_in, clerk, asked):
    response = log_in(clerk).get(url(asked))
    assert response.context["limit"] is None
    assert "各科室编制合计 27 人 ÷ 每个大科室至少 2 人（不留一人科） = 最多 13 个" in response.text
    assert "stroke-dasharray" not in response.context["shown"].svg


def test_the_limit_of_an_authorised_number_is_marked_and_explained(log_in, clerk, asked):
    response = log_in(clerk).get(url(asked), {"limit": 3})
    assert "限额 3 个" in response.context["shown"].svg
    assert "限额 3 个" in response.context["shown"].notes[0]
    heads = [column.title for column in response.context["shown"].table.columns]
    assert heads[-1] == "限额 3 个"
    last = [row.cells[-1].text for row in response.context["shown"].table.rows]
    assert last == ["以内"] * 3 + ["超出"] * 4


def test_the_limit_by_people_divides_the_quota(log_in, clerk, asked):
    notes = log_in(clerk).get(url(asked), {"least": 9}).context["shown"].notes
    for figure in ("27 人", "9 人", "3 个"):
        assert figure in notes[0]


@pytest.mark.parametrize(
    "given", [{"limit": "viel"}, {"least": "0"}, {"limit": "-3"}, {"k": "99"}, {"k": "x"}]
)
def test_figures_that_make_no_sense_are_refused_in_words(log_in, clerk, asked, given):
    response = log_in(clerk).get(url(asked), given)
    assert response.status_code == 422
    assert "整数" in response.text
    assert response.templates[0].name == "mergers/plan_question.html"
    for value in given.values():
        assert f'value="{value}"' in response.text, "what was typed stands in the form"


def test_one_section_chosen_twice_is_refused_beside_the_choice(log_in, clerk, asked, pair, htmx):
    twice, client = {"a": pair["a"], "b": pair["a"]}, log_in(clerk)
    response = client.get(url(asked, "why-not"), twice)
    assert response.status_code == 422
    assert "notice-bad" in response.text
    assert response.text.count(f'<option value="{pair["a"]}" selected>') == 2
    fragment = client.get(url(asked, "why-not"), twice, headers=htmx)
    assert (fragment.status_code, "<form" in fragment.text) == (422, False)


def test_alternatives_are_compared_part_by_part_and_can_be_kept(log_in, clerk, auditor, asked):
    name = "alternatives"
    response = log_in(clerk).get(url(asked, name))
    rows = response.context["shown"].table.rows
    assert rows[0].mark == "本方案"
    assert len(rows) >= 4
    weights = response.context["scene"].weights
    for row in rows:
        parts = [cell.value for cell in row.cells[3:9]]
        total = sum(weights[part] * (v or 0) for part, v in zip(PART_LABELS, parts, strict=True))
        assert total == pytest.approx(row.cells[1].value)
    assert response.text.count("存为方案") >= len(rows) - 1
    assert "存为方案" not in log_in(auditor).get(url(asked, name)).text


def test_why_not_shows_the_form_until_two_sections_are_chosen(log_in, clerk, asked, seven):
    response = log_in(clerk).get(url(asked, "why-not"))
    assert "shown" not in response.context
    for section in seven.values():
        assert f'<option value="{section.pk}">{section.name}</option>' in response.text


def test_why_not_tells_the_loss_part_by_part(log_in, clerk, asked, pair):
    response = log_in(clerk).get(url(asked, "why-not"), pair)
    lead = response.context["shown"].lead
    assert all(name in lead for name in ("“预算科”", "“会计科”"))
    rows = response.context["shown"].table.rows
    total, *parts = [row.cells[-1].value for row in rows]
    assert sum(part or 0 for part in parts) == pytest.approx(total)
    assert total < 0
    assert reverse("plan_question_solve", args=[asked.pk]) in response.text


def test_why_not_names_the_rule_that_forbids_the_pair(log_in, clerk, asked, seven):
    given = {"a": seven["预算科"].pk, "b": seven["办公室"].pk}
    lead = log_in(clerk).get(url(asked, "why-not"), given).context["shown"].lead
    assert "不同类别不混合" in lead
    given["b"] = seven["国库科"].pk
    lead = log_in(clerk).get(url(asked, "why-not"), given).context["shown"].lead
    assert "“必须分开”" in lead


def test_why_not_of_those_that_are_together_says_so(log_in, clerk, asked):
    big = next(b for b in asked.big_sections.all() if b.placements.count() > 1)
    a, b = big.placements.values_list("section_id", flat=True)[:2]
    lead = log_in(clerk).get(url(asked, "why-not"), {"a": a, "b": b}).context["shown"].lead
    assert "已经在一起" in lead


def test_every_rule_and_every_wish_has_a_price(log_in, clerk, asked):
    rows = log_in(clerk).get(url(asked, "prices")).context["shown"].table.rows
    assert [row.cells[0].text for row in rows] == PRICED
    assert all(row.cells[1].value >= 0 for row in rows)


def test_who_may_propose_can_ask_for_a_plan_without_a_rule(log_in, clerk, auditor, asked):
    offer = "取消这条规则求方案："
    response = log_in(clerk).get(url(asked, "prices"))
    dear = [row for row in response.context["shown"].table.rows if row.cells[1].value > 0.05]
    assert dear
    assert response.text.count(offer) == len(dear)
    for row in dear:
        assert f'name="rule" value="{row.lifts[0]}"' in response.text
    assert offer not in log_in(auditor).get(url(asked, "prices")).text


def test_stability_shows_its_thresholds_and_how_it_was_done(log_in, clerk, asked):
    shown = log_in(clerk).get(url(asked, "stability")).context["shown"]
    assert "重新求解 30 次" in shown.notes[0]
    for threshold in ("90 %", "50 %"):
        assert threshold in shown.notes[1]
    assert all(0 <= row.cells[3].value <= 1 for row in shown.table.rows)


def test_near_plans_are_within_the_margin_and_told_apart(log_in, clerk, asked):
    response = log_in(clerk).get(url(asked, "near"), {"percent": "10"})
    rows = response.context["shown"].table.rows
    assert rows[0].mark == "本方案"
    losses = [row.cells[2].value for row in rows]
    assert losses == sorted(losses)
    assert losses[-1] <= asked.score / 10
    assert len({row.shape for row in rows}) == len(rows) > 1


def test_moves_gain_nothing_in_a_proven_plan(log_in, clerk, asked):
    shown = log_in(clerk).get(url(asked, "moves")).context["shown"]
    assert "没有一步" in shown.lead
    assert max(row.cells[2].value for row in shown.table.rows) <= 0


def test_a_plan_that_was_edited_is_asked_as_it_stands(log_in, clerk, asked, seven):
    edits.move_section(plan=asked, section=seven["会计科"], to=None, by=clerk, at=timezone.now())
    asked.refresh_from_db()
    response = log_in(clerk).get(url(asked, "moves"))
    assert "（会计科）" in response.text
    assert response.context["scene"].present["score"] == pytest.approx(asked.score)


def test_a_plan_whose_duties_were_moved_is_asked_in_its_parts(log_in, clerk, asked, seven):
    duty = seven["会计科"].duties.first()
    big = asked.big_sections.filter(placements__section=seven["国库科"]).get()
    duty_edits.move_duties(plan=asked, duties=[duty], to=big, by=clerk, at=timezone.now())
    asked.refresh_from_db()
    client = log_in(clerk)
    response = client.get(url(asked, "moves"))
    assert "按划转后" in response.text
    assert response.context["scene"].present["score"] == pytest.approx(asked.score)
    assert "没有计入划转" in client.get(url(asked, "curve")).text


def test_no_question_contradicts_the_head_of_a_plan_whose_duties_were_moved(
    log_in, clerk, asked, seven
):
    edits.found_big_section(plan=asked, name="综合科", by=clerk, at=timezone.now())
    founded = asked.big_sections.get(name="综合科")
    asked.refresh_from_db()
    duty = seven["国库科"].duties.first()
    duty_edits.move_duties(plan=asked, duties=[duty], to=founded, by=clerk, at=timezone.now())
    asked.refresh_from_db()
    assert asked.sections_after == 5
    client = log_in(clerk)
    assert "不计手工划转" in client.get(url(asked)).context["shown"].lead
    assert client.get(url(asked, "pareto")).context["count"] == 5
    lead = client.get(url(asked, "alternatives")).context["shown"].lead
    assert lead.startswith("设 4 个大科室时")
    chosen = client.get(url(asked), {"k": 5}).text
    assert '<th scope="col" class="num">本方案（不计划转）</th>' in chosen
    found = client.get(url(asked, "alternatives")).context["shown"].table.rows[1]
    preview = client.get(
        reverse("plan_question_plan", args=[asked.pk, "alternatives", found.shape])
    )
    assert "分，本方案（不计划转） " in preview.text


@pytest.mark.usefixtures("_impatient")
def test_a_part_says_that_it_is_one_and_can_be_worked_on(log_in, clerk, asked, htmx):
    client = log_in(clerk)
    assert "这是部分结果" in client.get(url(asked, "prices")).text
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(url(asked, "prices"))
    assert (response.status_code, response["Location"]) == (302, url(asked, "prices"))
    assert Job.objects.get().owner == clerk
    assert "这是部分结果" not in client.get(url(asked, "prices")).text


@pytest.mark.usefixtures("_impatient")
def test_while_a_job_works_the_card_shows_progress_and_a_way_to_stop(log_in, clerk, asked, htmx):
    client = log_in(clerk)
    card = client.post(url(asked, "near"), {"percent": "5"}, headers=htmx).text
    job = Job.objects.get()
    assert reverse("job_cancel", args=[job.pk]) in card
    assert 'hx-trigger="every 2s"' in card
    assert f'hx-get="{url(asked, "near")}?percent=5"' in card
    client.post(reverse("job_cancel", args=[job.pk]))
    after = client.get(url(asked, "near"), {"percent": "5"}, headers=htmx).text
    assert "every 2s" not in after
    assert "继续算完" in after


def test_people_from_elsewhere_find_nothing(log_in, outsider, asked):
    client = log_in(outsider)
    assert client.get(url(asked)).status_code == 404
    assert client.post(url(asked)).status_code == 404


def test_an_unknown_question_is_not_found(log_in, clerk, asked):
    assert log_in(clerk).get(url(asked, "fortune")).status_code == 404


def test_a_wrong_method_is_refused(log_in, clerk, asked):
    assert log_in(clerk).delete(url(asked)).status_code == 405
