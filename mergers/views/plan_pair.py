"""The evidence of two sections that a plan joins, from the texts frozen with the plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from mergers.domain.arrangement import read
from mergers.domain.snapshot import snapshot_of
from mergers.planning.evidences import evidence_of
from mergers.planning.similarity_blend import similarity_blend_from_json
from mergers.presenting import sharing
from mergers.scope import get_plan


@require_safe
def plan_pair(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    """The two duty lists side by side, as they were when the plan was made, without the duties
    that the plan moves elsewhere.
    """
    plan = get_plan(user_of(request), pk)
    sections = snapshot_of(plan).by_id()
    if a == b or not {a, b} <= sections.keys():
        raise Missing("这个方案里没有这一对科室。", hint="请从方案的“依据”页重新选择。")
    [evidence] = evidence_of(plan, read(plan), [(a, b)])
    similarity_blend = similarity_blend_from_json(plan.problem.get("mixture"))
    p50, p95 = (plan.problem["calibration"][quantile] for quantile in ("p50", "p95"))
    context = {
        "plan": plan,
        "left": {"pk": a, "name": sections[a].name},
        "right": {"pk": b, "name": sections[b].name},
        "pair": sharing.on_screen(evidence),
        "standing": sharing.standing(evidence.similarity, p50, p95),
        "p50": 100 * p50,
        "p95": 100 * p95,
        "link": similarity_blend.of(a, b),
        "text_percent": 100 * (1 - similarity_blend.weight),
    }
    return render(request, "mergers/plan_pair.html", context)
