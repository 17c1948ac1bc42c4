"""The person's own workbook with the problems of its review marked."""

from collections.abc import Callable
from typing import Any

from bigsection.errors import Conflict
from departments.importing.choices import Choices
from departments.importing.reading import apart
from departments.workbook.errors import WorkbookError
from departments.workbook.records import PUBLISHED, Problem


def marked_workbook(
    data: bytes,
    review: dict[str, Any],
    choices: Choices,
    waiting: Callable[[], object] | None = None,
) -> bytes:
    """An .xlsx: the file with coloured problem cells and a column 问题, ID numbers masked in it as
    on the page. Rows left out are not marked, and cells put right hold their new value.
    Conflict when the file cannot be written anew.
    """
    problems = [
        Problem(**{name: found[name] for name in PUBLISHED}, column_index=found.get("column_index"))
        for found in review["problems"]
        if not found.get("left_out")  # listed by reviews of before
    ]
    try:
        marked: bytes = apart(
            "departments.workbook.marking:mark_problems",
            data,
            problems,
            corrections=choices.corrections,
            waiting=waiting,
        )
    except WorkbookError as error:
        raise Conflict(error.message) from error
    return marked
