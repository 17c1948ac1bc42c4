"""Handing out the present data of departments and uploaded files, noted in the audit trail."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid, Missing
from departments import importing, permissions
from departments.actions import import_runs
from departments.models import Department, Region, WorkbookImport


@transaction.atomic
def note(
    verb: str, *, by: User, at: datetime, of: Department | Region | None, **said: object
) -> None:
    """Note in the audit trail that somebody took a file with names of people out."""
    record(verb, by, by=by, at=at, of=of, changes=said)


@transaction.atomic
def present_data(
    *, departments: Sequence[Department], id_numbers: bool, by: User, at: datetime
) -> bytes:
    """An .xlsx with all there is about departments, which imports again without a change.

    Raises Invalid without a department, NotAllowed for one that the person may not edit. One event
    per department says who took it out, and whether with ID numbers.
    """
    if not departments:
        raise Invalid("没有选择部门。", hint="请至少选择一个部门。")
    for department in departments:
        permissions.check_edit(by, department)
    data = importing.template_of(departments, id_numbers=id_numbers)
    for department in departments:
        record(
            "department.export",
            department,
            by=by,
            at=at,
            of=department,
            changes={"id_number": "含" if id_numbers else "不含"},
        )
    return data


def marked_workbook(*, workbook_import: WorkbookImport, by: User, at: datetime) -> bytes:
    """The uploaded file with its problems marked: it holds everything that was uploaded, so only
    those who may import it get it, and who took it out is noted.

    Raises Missing when the file is gone, Conflict for a large one that is not marked yet.
    """
    row = workbook_import
    permissions.check_import(by, row.region, row.department)
    if not row.file or not row.review:
        raise Missing("这次导入的文件已不在服务器上。", hint="请使用您手中的原文件，或重新上传。")
    if row.marked:
        with row.marked.open("rb") as file:
            data: bytes = file.read()
    elif row.takes_a_while:
        raise Conflict("这个文件较大，需要先生成标注。", hint="请在核对页点“下载标注问题的文件”。")
    else:
        data = import_runs.marked_file(row)
    with transaction.atomic():
        record("import.marked", row, by=by, at=at, of=row.department or row.region)
    return data
