"""Names of big sections: what a person may type, and what is proposed for long ones."""

import pytest

from bigsection.errors import Invalid
from mergers.actions import edits
from mergers.domain.naming import LONGEST, propose_names
from mergers.models import MergePlan
from tests.integration.mergers.conftest import NOON


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  财会   综合科 ", "财会 综合科"),
        ("财\u200b会\u202e科", "财会科"),
        ("财会\n科", "财会 科"),
        ("龑䶮㛃\U00020bb7科", "龑䶮㛃\U00020bb7科"),
        ("<b>科</b>", "<b>科</b>"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(plan: MergePlan, clerk, typed: str, kept: str) -> None:
    big = plan.big_sections.first()
    edits.rename_big_section(plan=plan, big_section=big, name=typed, by=clerk, at=NOON)
    big.refresh_from_db()
    assert big.name == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u2060", "长" * (LONGEST + 1)])
def test_a_name_that_nobody_can_read_is_refused(plan: MergePlan, clerk, typed: str) -> None:
    big = plan.big_sections.first()
    with pytest.raises(Invalid):
        edits.rename_big_section(plan=plan, big_section=big, name=typed, by=clerk, at=NOON)
    big.refresh_from_db()
    assert big.name


def test_names_proposed_for_long_sections_fit_and_differ() -> None:
    long = "长" * (LONGEST - 1)
    groups = [[(f"{long}科", 3), (f"{long}室", 2)] for _ in range(3)]
    names = propose_names(groups)
    assert len(set(names)) == 3
    assert max(map(len, names)) <= LONGEST


def test_a_proposed_name_is_taken_from_the_largest_section(plan: MergePlan) -> None:
    assert "预算大科室" in plan.big_sections.values_list("name", flat=True)
