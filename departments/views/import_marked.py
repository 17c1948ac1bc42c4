"""The uploaded workbook with its problems marked, for putting right in Excel."""

import uuid
from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict, Missing
from bigsection.web.downloads import download
from departments import permissions
from departments.actions import import_runs
from departments.queries.imports import get_import


@require_safe
def import_marked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file as .xlsx with coloured cells and a column 问题; only for those who may import it,
    because it holds everything that was uploaded.
    """
    user = user_of(request)
    found = get_import(user, pk)
    permissions.check_import(user, found.region, found.department)
    if not found.file or not found.review:
        raise Missing("这次导入的文件已不在服务器上。", hint="请使用您手中的原文件，或重新上传。")
    if found.marked:
        with found.marked.open("rb") as file:
            data = file.read()
    elif found.takes_a_while:
        raise Conflict("这个文件较大，需要先生成标注。", hint="请在核对页点“下载标注问题的文件”。")
    else:
        data = import_runs.marked_file(found)
    return download(data, f"{PurePath(found.file_name).stem}-问题标注.xlsx")
