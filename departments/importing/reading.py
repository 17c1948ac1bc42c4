"""Reads a workbook for the import: a file that cannot be read becomes a reading that says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from departments.importing import kept_readings
from departments.importing.choices import Choices
from departments.models import Department
from departments.workbook.errors import WorkbookError
from departments.workbook.packed import unpacked
from departments.workbook.records import Reading


def read(
    data: bytes | Path,
    file_name: str,
    department: Department | str | None = None,
    choices: Choices | None = None,
    waiting: Callable[[], object] | None = None,
    *,
    keep: bool = False,
) -> Reading:
    """What a careful clerk would read out of the file; ``fatal`` is set when it cannot be read.

    ``department`` is the name to use where the file names none; ``choices`` holds the columns and
    cells that a person has put right. ``waiting`` is called every second until it is read. With
    ``keep``, of a file that stays on the server, the reading stays beside it and is used again.
    """
    choices = choices or Choices()
    overrides: dict[str, dict[str, str | None]] = {}
    for (sheet, header), field in choices.mapping.items():
        overrides.setdefault(sheet, {})[header] = field
    asked = {
        "department": str(department) if department is not None else None,
        "overrides": overrides,
        "corrections": choices.corrections,
    }
    place = kept_readings.place_of(data, file_name, asked) if keep else None
    content = kept_readings.find(place) if place else None
    if content is None:
        try:
            reader = "departments.workbook.reading:read_packed"
            content = cast("bytes", apart(reader, data, file_name, **asked, waiting=waiting))
        except WorkbookError as error:
            return Reading(filename=file_name, fatal=error.message)
        if place:
            kept_readings.keep(place, content)
    return unpacked(content)


def apart(function: str, *args: object, **named: Any) -> Any:
    """Call ``module:function`` on a file as ``isolated.run`` does, within the bounds of this
    installation: nothing that somebody uploaded is opened in the process of a page or the worker.
    """
    from departments.workbook.isolated import Bounds, run  # loads multiprocessing

    bounds = Bounds(settings.READER_MEMORY_MB, settings.READER_SECONDS)
    return run(function, *args, bounds=bounds, **named)


__all__ = ["Reading", "apart", "read"]
