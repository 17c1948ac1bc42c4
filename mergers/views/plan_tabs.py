"""The tabs of a plan's page: what each needs beside the head of the plan."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from departments.orgchart.svg import to_svg
from mergers import queries
from mergers.charts import VIEWS, charts_of
from mergers.models import MergePlan
from mergers.planning import PlanFacts
from mergers.planning.evidences import evidence_of
from mergers.posts import rule_set_of
from mergers.presenting import rules
from mergers.presenting.headline import headline
from mergers.presenting.joining import merge_evidence

Tab = Callable[[HttpRequest, MergePlan, PlanFacts], dict[str, Any]]


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
