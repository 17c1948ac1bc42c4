"""Reading identity numbers (GB 11643-1999) inside a query, so that nobody's row is loaded for it."""

from functools import reduce
from operator import add

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, StrIndex, Substr, Upper

from departments.health.check import Rows

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
DIGITS = "0123456789"
LEAP_DAY = "(19(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26]))0229"
DAY = (
    "(19|20)[0-9]{2}"
    "((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)(0[1-9]|[12][0-9]|30)"
    "|02(0[1-9]|1[0-9]|2[0-8]))"
)
EIGHTEEN = f"^[1-9][0-9]{{5}}({DAY}|{LEAP_DAY})[0-9]{{3}}[0-9Xx]$"


def digit(place: int) -> Combinable:
    """The digit at a place counted from 1; −1 for any other sign, so that no row can fail."""
    return StrIndex(Value(DIGITS), Substr("id_number", place, 1)) - Value(1)


def check_digit() -> Combinable:
    """The check digit of the first seventeen digits (ISO 7064:1983, MOD 11-2)."""
    products = [digit(place) * Value(weight) for place, weight in enumerate(WEIGHTS, start=1)]
    return Substr(Value(CHECK_DIGITS), reduce(add, products) % Value(11) + Value(1), 1)


def birth_in_number() -> Concat:
    """The ISO birth date inside a number of eighteen digits."""
    year, month, day = (Substr("id_number", at, n) for at, n in ((7, 4), (11, 2), (13, 2)))
    return Concat(year, Value("-"), month, Value("-"), day, output_field=CharField())


def gender_in_number() -> Case:
    """男 where the seventeenth digit is odd, 女 where it is even."""
    odd = When(Q(id_number__regex="^.{16}[13579]"), then=Value("男"))
    return Case(odd, default=Value("女"), output_field=CharField())


def with_validity(people: Rows) -> Rows:
    """Adds ``id_valid``: 1 for a number of eighteen digits with a real day and its check digit."""
    valid = Q(id_number__regex=EIGHTEEN) & Q(wanted=Upper(Substr("id_number", 18, 1)))
    told = Case(When(valid, then=Value(1)), default=Value(0), output_field=IntegerField())
    checked: Rows = people.annotate(wanted=check_digit()).annotate(id_valid=told)
    return checked


def with_birth(people: Rows) -> Rows:
    """Adds ``born``: the birth date, else the one in the ID number, else an empty text."""
    dated: Rows = people.annotate(
        born=Case(
            When(~Q(birth_date=""), then=F("birth_date")),
            When(id_number__regex=EIGHTEEN, then=birth_in_number()),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return dated


def with_gender(people: Rows) -> Rows:
    """Adds ``sex``: 男 or 女 as the roster says, else as the ID number does, else empty."""
    told: Rows = people.annotate(
        sex=Case(
            When(gender__in=("男", "女"), then=F("gender")),
            When(id_number__regex=EIGHTEEN, then=gender_in_number()),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return told
