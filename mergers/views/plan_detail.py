"""One plan: what it joins, why, which rules it keeps, what changes, its charts and its record."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import render_page
from departments.orgchart.svg import to_svg
from mergers import permissions, queries
from mergers.baseline import changed_since
from mergers.charts import VIEWS, charts_of
from mergers.models import MergePlan
from mergers.planning import PlanFacts, plan_facts
from mergers.planning.evidences import evidence_of
from mergers.posts import rule_set_of
from mergers.presenting import rules
from mergers.presenting.headline import headline
from mergers.presenting.joining import merge_evidence
from mergers.scope import get_plan
from mergers.workflow import FROZEN

OPEN = ("draft", "returned", "submitted")
Tab = Callable[[HttpRequest, MergePlan, PlanFacts], dict[str, Any]]


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the plan and the tab that ``?tab=`` names; for htmx the tabs alone."""
    user = user_of(request)
    plan = get_plan(user, pk)
    facts = plan_facts(plan)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "overview"
    steps = permissions.steps_for(user, plan)
    context = {
        "plan": plan,
        "facts": facts,
        "headline": headline(facts),
        "optimum": None if plan.bound is None else plan.bound / 1_000_000,
        "steps": steps,
        "returned": queries.last_return(plan),
        "outdated": changed_since(plan) if plan.status in OPEN else [],
        "decides": "approve" in steps,
        "may_edit": plan.status not in FROZEN and permissions.may_propose(user, plan.department),
        "tab": tab,
        "tab_template": f"mergers/_plan_{tab}.html",
        **TABS[tab](request, plan, facts),
    }
    return render_page(
        request, "mergers/plan_detail.html", context, fragment="mergers/_plan_tab.html"
    )


def _overview(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    others = [other for other in queries.siblings_of(plan) if other.pk != plan.pk]
    return {"siblings": others}


def _evidence(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    merges = headline(facts).merges
    pairs = [(pair.a.pk, pair.b.pk) for big in merges for pair in big.pairs]
    calibration = {"p50": 100 * facts.p50, "p95": 100 * facts.p95}
    return {"merges": merge_evidence(merges, evidence_of(plan, pairs)), **calibration}


def _rules(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    rule_set = rule_set_of(plan.department.region)
    return {
        "rules": [rules.on_screen(rule, rule_set) for rule in facts.rules],
        "posts_rule": plan.problem["posts_rule"],
        "rule_source": rules.source_of(rule_set),
    }


def _changes(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    groups = groupby(facts.changes, key=lambda change: change.kind)
    return {"changes": [(kind, list(changes)) for kind, changes in groups]}


def _chart(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "changes"
    chart = getattr(charts_of(plan, facts), view)
    return {"view": view, "svg": to_svg(chart)}


def _record(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    return {"record": queries.record_of(plan)}


TABS: dict[str, Tab] = {
    "overview": _overview,
    "evidence": _evidence,
    "rules": _rules,
    "changes": _changes,
    "chart": _chart,
    "record": _record,
}
