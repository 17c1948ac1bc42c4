"""The present data of one or several departments as a workbook that imports again."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import exports
from departments.scope import get_department

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def present_data(request: HttpRequest) -> HttpResponse:
    """A download of the departments ``department``, with ID numbers if ``id_numbers`` is sent.

    A POST, since it is noted in the audit trail.
    """
    user = user_of(request)
    asked = dict.fromkeys(pk for pk in request.POST.getlist("department") if pk.isdecimal())
    chosen = [get_department(user, int(pk)) for pk in asked]
    data = exports.present_data(
        departments=chosen,
        id_numbers=bool(request.POST.get("id_numbers")),
        by=user,
        at=timezone.now(),
    )
    what = str(chosen[0]) if len(chosen) == 1 else f"{len(chosen)}个部门"
    response = HttpResponse(data, content_type=EXCEL)
    disposition = content_disposition_header(True, f"{what}-现有数据.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    return response
