"""The statutory retirement age as it rises month by month from 2025-01-01.

Source: 《全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定》(2024-09-13) with its
tables; for women of county rank and above 组通字〔2015〕14号, by which they retire as men do.
Months are counted as ``year * 12 + month - 1``, since the tables know months only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

FIRST_DELAYED = 2025 * 12  # January 2025: whoever would have retired before it is not delayed


@dataclass(frozen=True, slots=True)
class Schedule:
    """From ``age`` to ``final_age`` in years, one month later per ``step`` months of birth."""

    age: int
    final_age: int
    step: int


class Career(Enum):
    """The three courses of the law, each with its schedule."""

    MAN = Schedule(60, 63, 4)
    WOMAN_CADRE = Schedule(55, 58, 4)
    WOMAN_WORKER = Schedule(50, 55, 2)


def career_of(gender: str, *, quota_type: str, rank: str, titles: Iterable[str]) -> Career | None:
    """Which course a person follows; None where the gender is not known.

    Rosters do not say 干部 or 职工: 工勤 in the quota type or a title means 职工, all others are
    taken as 干部. A woman with a rank of 调研员 or above counts as 县处级 and follows the men's.
    """
    if gender == "男":
        return Career.MAN
    if gender != "女":
        return None
    if "工勤" in quota_type or any("工勤" in title for title in titles):
        return Career.WOMAN_WORKER
    return Career.MAN if "调研员" in rank or "巡视员" in rank else Career.WOMAN_CADRE


def delay(year: int, month: int, career: Career) -> int:
    """By how many months somebody born in that month retires later than before 2025."""
    schedule = career.value
    waited = _month(year, month) + schedule.age * 12 - FIRST_DELAYED
    if waited < 0:
        return 0
    return min(waited // schedule.step + 1, (schedule.final_age - schedule.age) * 12)


def retirement_age(year: int, month: int, career: Career) -> tuple[int, int]:
    """Years and months of age at which somebody born in that month retires: ``(60, 1)``."""
    years, months = divmod(delay(year, month, career), 12)
    return career.value.age + years, months


def retirement_month(year: int, month: int, career: Career) -> tuple[int, int]:
    """Year and month in which somebody born in that month retires: ``(2025, 2)``."""
    whole = _month(year, month) + career.value.age * 12 + delay(year, month, career)
    return whole // 12, whole % 12 + 1


def last_retired_birth(today: date, career: Career) -> str:
    """The latest month of birth, as ``1964-10``, whose retirement month lies before today's.

    Retirement months rise strictly with months of birth, so that everybody born in it or earlier
    is past retirement: one comparison in a query instead of a sum per person.
    """
    now = _month(today.year, today.month)
    born = now - career.value.final_age * 12 - 1  # past retirement in any case
    while retirement_month(*_named(born + 1), career) < (today.year, today.month):
        born += 1
    return "{:04d}-{:02d}".format(*_named(born))


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


def _named(whole: int) -> tuple[int, int]:
    return whole // 12, whole % 12 + 1
