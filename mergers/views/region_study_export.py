"""A region study as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from mergers.presenting.studies_xlsx import study_workbook
from mergers.scope import get_study


@require_safe
def region_study_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The split with its limits, the best sum for every total, and every department's curve."""
    study = get_study(user_of(request), pk)
    return download(study_workbook(study), f"{study.title}.xlsx")
