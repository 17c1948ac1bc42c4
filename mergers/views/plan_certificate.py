"""The certificate of a plan as a file: all that ``manage.py verify_plan`` needs to check it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from mergers.scope import get_plan


@require_safe
def plan_certificate(request: HttpRequest, pk: int) -> JsonResponse:
    """The file as it was stored with the plan: its problem, its claim and the proof."""
    plan = get_plan(user_of(request), pk)
    if plan.certificate is None:
        raise Missing("这个方案没有最优性证书。", hint="手工调整过的方案请重新求解。")
    response = JsonResponse(plan.certificate, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}-certificate.json"'
    return response
