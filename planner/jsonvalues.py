"""JSON values checked one by one: each comes back as what it should be, or with a reason."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from planner.problem import ProblemError

LARGEST: Final = 1e9  # above this a figure is a slip of the keyboard, and sums would lose digits


def one_line(value: object) -> str:
    """Return a value's text without line breaks, cut to a sensible length."""
    return " ".join(str(value).split())[:120]


def shown(value: object) -> str:
    """Return a JSON value as it may stand in a message."""
    text = one_line(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= 60 else text[:57] + "..."


def read_object(value: Any, where: str) -> Mapping[str, Any]:
    """Return an object; raises ProblemError for anything else."""
    if not isinstance(value, dict):
        raise ProblemError(f"{where}: must be an object, not {shown(value)}")
    return value


def read_list(value: Any, where: str) -> list[Any]:
    """Return a list; raises ProblemError for anything else."""
    if not isinstance(value, list):
        raise ProblemError(f"{where}: must be a list, not {shown(value)}")
    return value


def read_text(value: Any, where: str) -> str:
    """Return a text that can be written as UTF-8; raises ProblemError for anything else."""
    if not isinstance(value, str):
        raise ProblemError(f"{where}: must be text, not {shown(value)}")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ProblemError(f"{where}: holds half a character")
    return value


def read_texts(value: Any, where: str) -> tuple[str, ...]:
    """Return a list of texts, empty for null; raises ProblemError for anything else."""
    if value is None:
        return ()
    return tuple(read_text(item, f"{where}[{k}]") for k, item in enumerate(read_list(value, where)))


def read_flag(value: Any, where: str) -> bool:
    """Return true or false, false for null; raises ProblemError for anything else."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ProblemError(f"{where}: must be true or false, not {shown(value)}")
    return value


def read_number(value: Any, where: str) -> float:
    """Return a finite number from 0 to LARGEST; raises ProblemError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError(f"{where}: must be a number, not {shown(value)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ProblemError(f"{where}: must be a finite number")
    if value < 0:
        raise ProblemError(f"{where}: must not be negative, is {shown(value)}")
    if value > LARGEST:
        raise ProblemError(f"{where}: must not be above {LARGEST:.0f}, is {shown(value)}")
    return value


def read_optional_number(value: Any, where: str) -> float | None:
    """Return a number as `read_number` does, or None for null."""
    return None if value is None else read_number(value, where)


def read_whole(value: Any, where: str) -> int:
    """Return a whole number from 0 to LARGEST; raises ProblemError for anything else."""
    number = read_number(value, where)
    if number != int(number):
        raise ProblemError(f"{where}: must be a whole number, is {shown(value)}")
    return int(number)


def read_optional_whole(value: Any, where: str) -> int | None:
    """Return a whole number as `read_whole` does, or None for null."""
    return None if value is None else read_whole(value, where)
