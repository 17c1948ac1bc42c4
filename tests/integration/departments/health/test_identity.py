"""Checks of identity numbers, done inside the database."""

import pytest

from departments.health.id_numbers import with_validity
from departments.models import StaffMember
from departments.workbook.idnumbers import check_digit, read_id_number
from tests.factories import SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def number(first17: str) -> str:
    return first17 + check_digit(first17)


MAN, WOMAN = number("99000019800101001"), number("99000019800101002")
TYPED = [
    MAN,
    WOMAN,
    number("99000020000229003"),  # a leap day
    number("99000019000229003"),  # 1900 was no leap year
    number("99000019990229003"),
    number("99000019800431003"),
    number("99000019801301003"),
    number("09000019800101003"),
    MAN[:17] + ("1" if MAN[17] != "1" else "2"),
    MAN[:17],
    "99000019800101A012",
    "９９００００１９８００１０１００１",
    "99000019800101001-",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("typed", TYPED)
def test_the_database_judges_a_number_as_the_workbook_reader_does(typed) -> None:
    person = StaffMemberFactory.create(id_number=typed)
    (valid,) = with_validity(StaffMember.objects.filter(pk=person.pk)).values_list(
        "id_valid", flat=True
    )
    assert bool(valid) == (read_id_number(typed).number == typed)


def test_numbers_ending_in_a_small_x_are_as_good_as_those_in_a_large_one(run) -> None:
    ending = next(
        whole for n in range(100) if (whole := number(f"990000198001010{n:02d}")).endswith("X")
    )
    StaffMemberFactory.create(id_number=ending.lower())
    assert run("id_number_invalid") == []


def test_invalid_numbers_are_told_by_their_fault_and_masked(run) -> None:
    section = SectionFactory.create()
    for typed in ("990000800101001", MAN[:17], number("99000019800431003"), MAN, ""):
        StaffMemberFactory.create(section=section, id_number=typed)
    assert [found.detail for found in run("id_number_invalid")] == [
        "99***********01 是 15 位旧号码，2013 年起已停用。",
        "99*************01 是 17 位，应为 18 位。",
        f"99**************{number('99000019800431003')[-2:]} 的出生日期或校验码不对。",
    ]


def test_a_missing_number_is_found(run) -> None:
    StaffMemberFactory.create(id_number=MAN)
    without = StaffMemberFactory.create(id_number="")
    assert [found.person for found in run("id_number_missing")] == [without.name]


@pytest.mark.parametrize(
    ("birth_date", "gender", "detail"),
    [
        ("1980-01-01", "男", None),
        ("1980-01", "男", None),  # many lists give only the month
        ("", "", None),
        ("1980-02-01", "男", "名册出生日期 1980-02-01 与身份证号的月不同。"),
        ("1981-01", "", "名册出生日期 1981-01 与身份证号的年不同。"),
        ("1980-01-01", "女", "名册性别“女”与身份证号不同。"),
    ],
)
def test_birth_date_and_gender_are_compared_as_far_as_they_are_stated(
    run, birth_date, gender, detail
) -> None:
    StaffMemberFactory.create(id_number=MAN, birth_date=birth_date, gender=gender)
    assert [found.detail for found in run("id_number_disagrees")] == ([detail] if detail else [])


def test_an_invalid_number_is_not_compared(run) -> None:
    StaffMemberFactory.create(id_number=MAN[:17], birth_date="1999-09-09", gender="女")
    assert run("id_number_disagrees") == []
