"""Reads a workbook for the import: a file that cannot be read becomes a reading that says why."""

from pathlib import Path

from departments.importing.choices import Choices
from departments.models import Department
from departments.workbook.errors import WorkbookError
from departments.workbook.records import Reading


def read(
    data: bytes | Path,
    file_name: str,
    department: Department | str | None = None,
    choices: Choices | None = None,
) -> Reading:
    """What a careful clerk would read out of the file; ``fatal`` is set when it cannot be read.

    ``department`` is the name to use where the file names none; ``choices`` holds the columns and
    cells that a person has put right.
    """
    choices = choices or Choices()
    overrides: dict[str, dict[str, str | None]] = {}
    for (sheet, header), field in choices.mapping.items():
        overrides.setdefault(sheet, {})[header] = field
    from departments.workbook.reading import read_workbook  # loads calamine: not at start-up

    name = str(department) if department is not None else None
    try:
        return read_workbook(
            data,
            file_name,
            department=name,
            overrides=overrides,
            corrections=choices.corrections,
        )
    except WorkbookError as error:
        return Reading(filename=file_name, fatal=error.message)


__all__ = ["Reading", "read"]
