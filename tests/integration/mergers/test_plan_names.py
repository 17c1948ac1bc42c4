"""Names of big sections: what a person may type, and what is proposed for long ones."""

import pytest

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from departments.models import Section
from mergers.actions import edits
from mergers.domain.naming import LONGEST
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


def test_a_name_is_proposed_for_every_big_section(plan: MergePlan) -> None:
    names = set(plan.big_sections.values_list("name", flat=True))
    assert names == {"预算科", "会计科", "办公室"}


def test_a_section_may_leave_the_big_section_that_has_its_name(
    plan: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    own = edits.found_big_section(plan=plan, name="", section=sections["预算科"], by=clerk, at=NOON)
    assert own.name == "预算科"
    assert set(plan.big_sections.values_list("name", flat=True)) == set(sections)
