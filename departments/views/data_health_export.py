"""数据体检 as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from departments.actions import exports
from departments.health.choosing import chosen_by
from departments.health.export import findings_workbook
from departments.health.stored import StoredResults
from departments.scope import place_of


@require_safe
def data_health_export(request: HttpRequest) -> HttpResponse:
    """Every finding in the chosen departments, ID numbers masked; noted in the audit trail."""
    user = user_of(request)
    choice = chosen_by(user, request.GET)
    place = choice.department or choice.region or place_of(user)
    exports.note("health.export", by=user, at=timezone.now(), of=place, name=choice.title)
    stored = StoredResults(choice.scope, choice.shown, timezone.now(), with_regions=choice.several)
    name = f"数据体检-{choice.title}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return download(findings_workbook(stored, choice.title), name)
