"""Duties that ended and that a file lists all the same: they come back as new ones, with a word."""

from collections.abc import Mapping

from departments.importing.differences import NEW, TableDifference
from departments.importing.known import Ended, Key
from departments.workbook.records import Problem


def ended_duties(duties: TableDifference, ended: Mapping[Key, Ended]) -> tuple[Problem, ...]:
    """A warning for every new duty of the file that the database knows as ended."""
    if not ended:
        return ()
    return tuple(
        Problem(
            severity="warning",
            sheet=row.file.sheet,
            row=row.file.row,
            column=None,
            code="ended_duty",
            value=row.file.label,
            message=f"该职责已于 {end.on:%Y-%m-%d} 终止（{end.reason}）。确认导入后作为新职责列入；"
            "不再承担的请不导入本行，或从文件中删去。",
        )
        for row in duties.having(NEW)
        if (end := ended.get(row.file.key[:3])) is not None
    )
