"""数据体检 as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.health.choosing import chosen_by
from departments.health.export import workbook_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def data_health_export(request: HttpRequest) -> HttpResponse:
    """Every finding in the chosen departments, ID numbers masked."""
    choice = chosen_by(user_of(request), request.GET)
    name = f"数据体检-{choice.title}-{choice.area.today:%Y-%m-%d}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        workbook_of(choice), content_type=EXCEL, headers={"Content-Disposition": disposition}
    )
