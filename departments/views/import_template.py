"""The empty workbook to fill in."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments import importing, permissions

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The template with every sheet and column that an import knows."""
    permissions.check_import_anywhere(user_of(request))
    response = HttpResponse(importing.template_of((), id_numbers=False), content_type=EXCEL)
    disposition = content_disposition_header(True, f"{_('导入模板')}.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    return response
