"""The present data of one or several departments as a workbook that imports again."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.web.downloads import download
from departments.actions import exports
from departments.forms.choosing import NOBODY, key_called
from departments.permissions import EDITORS
from departments.scope import departments_of, get_department


@require_POST
def present_data(request: HttpRequest) -> HttpResponse:
    """A download of the departments ``department``, with ID numbers if ``id_numbers`` is sent.

    A POST, since it is noted in the audit trail.
    """
    user = user_of(request)
    asked = dict.fromkeys(
        key_called(text, departments_of(user, EDITORS))
        for text in request.POST.getlist("department")
    )
    if NOBODY in asked:
        raise Invalid("没有这个名称的部门，或不止一个。", hint="请返回上一页，从列出的部门中选择。")
    chosen = [get_department(user, pk) for pk in asked if pk is not None]
    data = exports.present_data(
        departments=chosen,
        id_numbers=bool(request.POST.get("id_numbers")),
        by=user,
        at=timezone.now(),
    )
    what = str(chosen[0]) if len(chosen) == 1 else f"{len(chosen)}个部门"
    return download(data, f"{what}-现有数据.xlsx")
