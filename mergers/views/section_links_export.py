"""The links of a department as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.scope import get_department
from mergers.planning.link_effects import link_effects
from mergers.presenting.links_xlsx import workbook_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def section_links_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every link with what it does to the similarity."""
    department = get_department(user_of(request), pk)
    name = f"业务往来-{department}-{timezone.localdate():%Y-%m-%d}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        workbook_of(link_effects(department)),
        content_type=EXCEL,
        headers={"Content-Disposition": disposition},
    )
