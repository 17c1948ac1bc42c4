"""数据体检 as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from departments.health.choosing import chosen_by
from departments.health.export import findings_workbook


@require_safe
def data_health_export(request: HttpRequest) -> HttpResponse:
    """Every finding in the chosen departments, ID numbers masked."""
    choice = chosen_by(user_of(request), request.GET)
    name = f"数据体检-{choice.title}-{choice.area.today:%Y-%m-%d}.xlsx"
    return download(findings_workbook(choice), name)
