"""A region study as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from mergers.presenting.studies_xlsx import workbook_of
from mergers.scope import get_study

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def region_study_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The split with its limits, the best sum for every total, and every department's curve."""
    study = get_study(user_of(request), pk)
    disposition = content_disposition_header(as_attachment=True, filename=f"{study.title}.xlsx")
    return HttpResponse(
        workbook_of(study),
        content_type=EXCEL,
        headers={"Content-Disposition": disposition or "attachment"},
    )
