"""Which parts of a score cannot be assessed, and what becomes of their weights and figures."""

import pytest

from bigsection.errors import Invalid
from mergers.domain.assessment import blanked, not_assessed, weights_without

WEIGHTS = {"overlap": 0.35, "balance": 0.25, "posts": 0.4}


def section(people=2, load_hours=None, duties=("编制预算",)):
    return {"people": people, "load_hours": load_hours, "duties": list(duties)}


@pytest.mark.parametrize(
    ("sections", "missing"),
    [
        ([section(), section()], ["balance"]),
        ([section(load_hours=1700), section()], []),
        ([section(load_hours=0), section()], ["balance"]),
        ([section(people=0, load_hours=1700)], ["balance"]),
        ([section(duties=()), section(duties=(), load_hours=9)], ["overlap"]),
        ([section(duties=())], ["overlap", "balance"]),
        ([section(), section(duties=(), load_hours=9)], []),
    ],
    ids=["no hours", "some hours", "hours of 0", "nobody works", "no duties", "nothing", "both"],
)
def test_a_part_is_assessed_as_soon_as_one_section_has_its_data(sections, missing):
    assert not_assessed(sections) == missing


def test_what_is_not_assessed_weighs_nothing():
    assert weights_without(WEIGHTS, ["balance"]) == WEIGHTS | {"balance": 0.0}
    with pytest.raises(Invalid):
        weights_without({"balance": 1.0, "overlap": 0.0}, ["balance"])


def test_the_figures_of_a_part_that_is_not_assessed_are_blank_wherever_plans_have_parts():
    one = {"score": 60.0, "parts": {"overlap": 50.0, "balance": 100.0}}
    answer = {"plan": one, "others": [one], "change": {"weighted": {"balance": 0.0}}}
    blank = {"score": 60.0, "parts": {"overlap": 50.0, "balance": None}}
    change = {"weighted": {"balance": None}}
    assert blanked(answer, ["balance"]) == {"plan": blank, "others": [blank], "change": change}
    assert blanked(answer, []) == answer
