"""The tabs of a plan's page: what each needs beside the head of the plan."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from departments.charts import drawing
from mergers.charts import VIEWS, charts_of
from mergers.domain.arrangement import Arrangement
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan, PlanMode
from mergers.planning import PlanFacts
from mergers.planning.evidences import evidence_of
from mergers.planning.problems import rule_set_of
from mergers.presenting import duties, rules
from mergers.presenting.by_hand import Restore, restores
from mergers.presenting.headline import headline
from mergers.presenting.joining import merge_evidence
from mergers.queries import plans as queries
from mergers.queries.duties import rulings_about
from mergers.questions.registry import QUESTIONS

Tab = Callable[[HttpRequest, MergePlan, PlanFacts], dict[str, Any]]


def _overview(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    others = [other for other in queries.siblings_of(plan) if other.pk != plan.pk]
    return {"siblings": others}


def _evidence(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    merges = headline(facts).merges
    pairs = [(pair.a.pk, pair.b.pk) for big in merges for pair in big.pairs]
    evidences = evidence_of(plan, facts.arrangement, pairs)
    return {
        "merges": merge_evidence(merges, evidences),
        "p50": 100 * facts.p50,
        "p95": 100 * facts.p95,
    }


def _rules(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    rule_set = rule_set_of(plan)
    return {
        "rules": [rules.on_screen(rule, rule_set) for rule in facts.rules],
        "posts_rule": plan.problem["posts_rule"],
        "rule_source": rules.source_of(rule_set),
    }


def _duties(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else request.GET
    show = sent.get("show", "")
    show = show if show in duties.SHOWS else "all"
    offers, incoming = rulings_about(plan, facts.arrangement)
    tally = duties.tally(facts.destinations)
    return {
        "show": show,
        "shows": [(name, word, tally.shown(name)) for name, word in duties.SHOWS.items()],
        "groups": duties.duty_groups(facts, show),
        "offers": offers,
        "incoming": incoming,
        "bigs": facts.big_sections,
    }


def _changes(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    groups = groupby(facts.changes, key=lambda change: change.kind)
    return {
        "changes": [(kind, list(changes)) for kind, changes in groups],
        "by_hand": _by_hand(plan, facts),
    }


def _by_hand(plan: MergePlan, facts: PlanFacts) -> tuple[Restore, ...]:
    """What people changed since the planner made the plan, each with its way back."""
    first = plan.edits.filter(undone=False).order_by("number").first()
    if first is None:
        return ()
    names = {section.id: section.name for section in snapshot_of(plan).sections}
    modes = {value: str(label) for value, label in PlanMode.choices}
    return restores(Arrangement.from_json(first.before), facts.arrangement, names, modes)


def _chart(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "changes"
    chart = getattr(charts_of(plan, facts), view)
    return {"view": view, "svg": drawing(chart)}


def _questions(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    return {"questions": QUESTIONS.values()}


def _record(request: HttpRequest, plan: MergePlan, facts: PlanFacts) -> dict[str, Any]:
    return {"record": queries.record_of(plan)}


TABS: dict[str, Tab] = {
    "overview": _overview,
    "duties": _duties,
    "evidence": _evidence,
    "rules": _rules,
    "changes": _changes,
    "chart": _chart,
    "questions": _questions,
    "record": _record,
}
