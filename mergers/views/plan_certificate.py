"""The certificate of a plan as a file: what an independent verifier needs to check the proof."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from mergers.scope import get_plan


@require_safe
def plan_certificate(request: HttpRequest, pk: int) -> JsonResponse:
    """The problem, the outcome and the certificate of a plan as one JSON file."""
    plan = get_plan(user_of(request), pk)
    if plan.certificate is None:
        raise Missing("这个方案没有最优性证书。", hint="手工调整过的方案请重新求解。")
    content = {
        "plan": plan.pk,
        "department": plan.department.name,
        "problem": plan.problem,
        "outcome": plan.outcome,
        "certificate": plan.certificate,
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}-certificate.json"'
    return response
