"""Handing out the present data of departments, which is noted in the audit trail."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Invalid
from departments import importing, permissions
from departments.models import Department, Region


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
