"""The empty workbook to fill in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from departments import importing, permissions


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The template with every sheet and column that an import knows."""
    permissions.check_import_anywhere(user_of(request))
    return download(importing.template_of((), id_numbers=False), f"{_('导入模板')}.xlsx")
