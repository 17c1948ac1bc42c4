"""The retirement age: the months at which the law's tables change, and what must always hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.retirement import (
    Career,
    career_of,
    last_retired_birth,
    retirement_age,
    retirement_month,
)

careers = st.sampled_from(Career)
months = st.tuples(st.integers(1940, 2010), st.integers(1, 12))


@pytest.mark.parametrize(
    ("born", "age", "retires"),
    [
        ((1964, 12), (60, 0), (2024, 12)),  # the last month of the old age
        ((1965, 1), (60, 1), (2025, 2)),
        ((1965, 4), (60, 1), (2025, 5)),
        ((1965, 5), (60, 2), (2025, 7)),
        ((1965, 8), (60, 2), (2025, 10)),
        ((1965, 9), (60, 3), (2025, 12)),
        ((1968, 12), (61, 0), (2029, 12)),
        ((1969, 1), (61, 1), (2030, 2)),
        ((1976, 8), (62, 11), (2039, 7)),
        ((1976, 9), (63, 0), (2039, 9)),  # the first month of the final age
        ((1990, 1), (63, 0), (2053, 1)),
    ],
)
def test_men_retire_one_month_later_per_four_months_of_birth(born, age, retires) -> None:
    assert retirement_age(*born, Career.MAN) == age
    assert retirement_month(*born, Career.MAN) == retires


@pytest.mark.parametrize(
    ("born", "age", "retires"),
    [
        ((1969, 12), (55, 0), (2024, 12)),
        ((1970, 1), (55, 1), (2025, 2)),
        ((1970, 4), (55, 1), (2025, 5)),
        ((1970, 5), (55, 2), (2025, 7)),
        ((1981, 8), (57, 11), (2039, 7)),
        ((1981, 9), (58, 0), (2039, 9)),
    ],
)
def test_women_cadres_retire_one_month_later_per_four_months_of_birth(born, age, retires) -> None:
    assert retirement_age(*born, Career.WOMAN_CADRE) == age
    assert retirement_month(*born, Career.WOMAN_CADRE) == retires


@pytest.mark.parametrize(
    ("born", "age", "retires"),
    [
        ((1974, 12), (50, 0), (2024, 12)),
        ((1975, 1), (50, 1), (2025, 2)),
        ((1975, 2), (50, 1), (2025, 3)),
        ((1975, 3), (50, 2), (2025, 5)),
        ((1984, 10), (54, 11), (2039, 9)),
        ((1984, 11), (55, 0), (2039, 11)),
    ],
)
def test_women_workers_retire_one_month_later_per_two_months_of_birth(born, age, retires) -> None:
    assert retirement_age(*born, Career.WOMAN_WORKER) == age
    assert retirement_month(*born, Career.WOMAN_WORKER) == retires


@given(born=months, career=careers)
def test_who_is_born_later_retires_later_within_the_limits_of_the_law(born, career) -> None:
    year, month = born
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    assert retirement_month(*born, career) < retirement_month(*after, career)
    years, extra = retirement_age(*born, career)
    assert career.value.age <= years + extra / 12 <= career.value.final_age


@given(today=st.dates(date(2020, 1, 1), date(2060, 12, 31)), born=months, career=careers)
def test_one_month_of_birth_divides_the_retired_from_the_others(today, born, career) -> None:
    past = retirement_month(*born, career) < (today.year, today.month)
    assert ("{:04d}-{:02d}".format(*born) <= last_retired_birth(today, career)) == past


@pytest.mark.parametrize(
    ("gender", "quota_type", "rank", "titles", "career"),
    [
        ("男", "工勤", "", ["驾驶员"], Career.MAN),
        ("女", "行政", "一级主任科员", ["科长"], Career.WOMAN_CADRE),
        ("女", "机关工勤", "", [], Career.WOMAN_WORKER),
        ("女", "", "", ["工勤人员"], Career.WOMAN_WORKER),
        ("女", "行政", "四级调研员", ["科长"], Career.MAN),
        ("女", "行政", "二级巡视员", [], Career.MAN),
        ("", "行政", "", [], None),
    ],
)
def test_quota_type_rank_and_title_decide_the_course(gender, quota_type, rank, titles, career):
    assert career_of(gender, quota_type=quota_type, rank=rank, titles=titles) is career
