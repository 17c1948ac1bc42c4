"""One plan: its tabs, and to each person only what they may do."""

import pytest
from django.urls import reverse

from mergers.actions import approvals, plans
from mergers.planning import PlanRequest
from tests.factories import DepartmentFactory, RegionFactory
from tests.integration.mergers.conftest import NOON

REASON = "请补充职责划转说明"

TABS = ["overview", "duties", "evidence", "rules", "changes", "chart", "questions", "record"]


def url(plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


@pytest.fixture
def submitted(plan, clerk):
    return approvals.submit(plan=plan, by=clerk, at=NOON)


@pytest.fixture
def returned(submitted, leader):
    return approvals.return_plan(plan=submitted, by=leader, at=NOON, reason=REASON)


def test_the_head_has_state_proof_and_figures(log_in, clerk, plan):
    text = log_in(clerk).get(url(plan)).text
    for words in ("草案", "最优，已证明", "换负责人的人数", f"{plan.score:.1f}"):
        assert words in text


def test_who_sees_several_regions_is_led_back_to_the_plans_of_this_one(
    log_in, officer, clerk, plan, region
):
    crumb = f'<li><a href="{reverse("plan_list", query={"region": region.code})}">{region}</a></li>'
    assert crumb not in log_in(officer).get(url(plan)).text
    DepartmentFactory.create(region=RegionFactory.create(code="990121", name="示例县"))
    assert crumb in log_in(officer).get(url(plan)).text
    assert crumb not in log_in(clerk).get(url(plan)).text


def test_the_overview_shows_big_sections_members_and_parts(log_in, clerk, plan, sections):
    response = log_in(clerk).get(url(plan))
    for name in sections:
        assert name in response.text
    parts = response.context["facts"].parts
    assert sum(part.weight * (part.value or 0) for part in parts) == pytest.approx(plan.score)
    assert all(part.formula in response.text for part in parts)


def test_a_one_person_section_is_told_by_a_word(log_in, clerk, department, sections):
    sections["会计科"].headcount = 1
    sections["会计科"].save()
    plan = plans.propose(department=department, request=PlanRequest(count=3), by=clerk, at=NOON)[0]
    assert '<span class="chip chip-bad">一人科</span>' in log_in(clerk).get(url(plan)).text


def test_alternatives_of_one_run_lead_to_each_other(log_in, clerk, department, sections):
    best, other = plans.propose(
        department=department, request=PlanRequest(count=3, alternatives=1), by=clerk, at=NOON
    )
    assert url(other) in log_in(clerk).get(url(best)).text
    assert "距最优 ≤" in log_in(clerk).get(url(other)).text


def test_the_evidence_names_every_merged_pair_with_its_phrases(log_in, clerk, plan, sections):
    response = log_in(clerk).get(url(plan), {"tab": "evidence"})
    (merge,) = response.context["merges"]
    (row,) = merge.rows
    assert {row.pair.a.name, row.pair.b.name} == {"预算科", "预算审核科"}
    shown = sum(phrase.points for phrase in row.main) + row.rest_points
    assert shown == pytest.approx(row.points, abs=0.051)
    assert reverse("plan_pair", args=[plan.pk, row.pair.a.pk, row.pair.b.pk]) in response.text


def test_the_rules_pass_with_figures_and_source(log_in, clerk, plan):
    response = log_in(clerk).get(url(plan), {"tab": "rules"})
    assert "恰好 3 个" in response.text
    assert "✓ 满足" in response.text
    assert all(rule.passed for rule in response.context["rules"])


def test_the_changes_are_grouped(log_in, clerk, plan):
    changes = dict(log_in(clerk).get(url(plan), {"tab": "changes"}).context["changes"])
    assert [kind for kind in changes if kind != "更名"] == ["整合"]
    assert all(line.effects for line in changes["整合"])  # each merger once, all of it beneath


@pytest.mark.parametrize("view", ["before", "after", "changes"])
def test_the_chart_is_drawn_in_the_page(log_in, clerk, plan, view):
    text = log_in(clerk).get(url(plan), {"tab": "chart", "view": view}).text
    assert f'class="orgchart orgchart-{view}"' in text
    for as_format in ("svg", "png", "pdf"):
        assert reverse("plan_chart", args=[plan.pk, view, as_format]) in text


def test_nothing_in_the_page_breaks_the_strict_policy(log_in, clerk, plan):
    client = log_in(clerk)
    for tab in TABS:
        text = client.get(url(plan), {"tab": tab}).text
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text


@pytest.mark.both_databases
def test_the_record_says_who_and_why(log_in, clerk, returned):
    text = log_in(clerk).get(url(returned), {"tab": "record"}).text
    assert "王主任" in text
    assert REASON in text
    assert "退回方案" in text


def test_the_author_reads_at_once_why_the_plan_came_back(log_in, clerk, returned):
    text = log_in(clerk).get(url(returned)).text
    assert REASON in text
    assert "王主任 于" in text


def test_the_leader_decides_in_a_panel(log_in, leader, submitted):
    text = log_in(leader).get(url(submitted)).text
    assert "请您审批" in text
    assert reverse("plan_approve", args=[submitted.pk]) in text
    assert reverse("plan_return", args=[submitted.pk]) in text
    assert "改名" not in text


def test_the_author_is_never_shown_the_panel(log_in, clerk, submitted):
    text = log_in(clerk).get(url(submitted)).text
    assert "请您审批" not in text
    assert reverse("plan_approve", args=[submitted.pk]) not in text
    assert reverse("plan_recall", args=[submitted.pk]) in text


def test_a_leader_who_submitted_is_not_shown_the_panel(log_in, leader, clerk, plan, region):
    plan.author = leader
    plan.save()
    approvals.submit(plan=plan, by=clerk, at=NOON)
    assert "请您审批" not in log_in(leader).get(url(plan)).text


def test_an_auditor_only_reads(log_in, auditor, plan):
    text = log_in(auditor).get(url(plan)).text
    for step in ("submit", "withdraw", "recall", "approve", "return"):
        assert reverse(f"plan_{step}", args=[plan.pk]) not in text
    assert "改名" not in text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_a_fragment_for_htmx_and_a_page_without(log_in, clerk, plan, htmx, tab):
    client = log_in(clerk)
    page = client.get(url(plan), {"tab": tab})
    fragment = client.get(url(plan), {"tab": tab}, headers=htmx)
    assert page.text.count('id="plan-tab"') == 1
    assert "<html" not in fragment.text
    assert fragment.text.count('aria-current="page"') == 1
    assert "HX-Request" in fragment["Vary"]


def test_every_tab_still_works_once_the_plan_is_executed(log_in, clerk, leader, submitted):
    approvals.approve(plan=submitted, by=leader, at=NOON)
    for tab in TABS:
        assert log_in(clerk).get(url(submitted), {"tab": tab}).status_code == 200, tab


def test_an_unknown_tab_is_the_overview(log_in, clerk, plan):
    assert log_in(clerk).get(url(plan), {"tab": "nonsense"}).context["tab"] == "overview"


def test_refuses_post(log_in, clerk, plan):
    assert log_in(clerk).post(url(plan)).status_code == 405


def test_the_outsider_finds_nothing(log_in, outsider, plan):
    assert log_in(outsider).get(url(plan)).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_few_queries(log_in, clerk, plan, tab, django_assert_max_num_queries):
    client = log_in(clerk)
    with django_assert_max_num_queries(26):
        client.get(url(plan), {"tab": tab})
