"""The links of a department as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from departments.scope import get_department
from mergers.planning.link_effects import link_effects
from mergers.presenting.links_xlsx import links_workbook


@require_safe
def section_links_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every link with what it does to the similarity."""
    department = get_department(user_of(request), pk)
    name = f"业务往来-{department}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return download(links_workbook(link_effects(department)), name)
