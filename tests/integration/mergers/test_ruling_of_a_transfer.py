"""No duty leaves its department without a ruling that is in force and says just this."""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.errors import Conflict, Invalid
from departments.models import Department, Section
from mergers.actions import approvals, duty_edits, edits, plans, rulings, undo
from mergers.actions.rulings import Decision
from mergers.domain.completeness import faults
from mergers.models import DutyRuling, MergePlan
from mergers.planning import PlanRequest, plan_facts
from tests.factories import SectionFactory
from tests.integration.mergers.conftest import NOON
from tests.integration.mergers.test_transfers import by, plan, receiver, ruling

__all__ = ["by", "plan", "receiver", "ruling"]


@pytest.fixture
def undone(plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]) -> MergePlan:
    """A plan that carried the ruling, taken back: redo would bring it in again."""
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    undo.undo(plan=plan, **by)
    return plan


def carried(plan: MergePlan) -> list[tuple[int | None, int | None]]:
    return list(plan.duty_moves.values_list("section", "ruling"))


def test_a_revoked_ruling_is_not_brought_back_by_redo(
    undone: MergePlan, ruling: DutyRuling, by: dict[str, Any], officer: User
) -> None:
    rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="裁定有误")
    with pytest.raises(Conflict, match=r"审核部门预算草案.*裁定已撤销"):
        undo.redo(plan=undone, **by)
    assert carried(undone) == []
    edits.explain(plan=undone, section=ruling.duty_a.section, reason="照常", **by)
    approvals.submit(plan=undone, **by)


@pytest.mark.parametrize("verdict", ["transfer", "keep"])
def test_a_revised_ruling_is_not_brought_back_as_it_was(
    verdict: str,
    undone: MergePlan,
    ruling: DutyRuling,
    receiver: Section,
    by: dict[str, Any],
    officer: User,
) -> None:
    other = SectionFactory.create(department=receiver.department, name="内审科")
    anew = {
        "transfer": Decision("transfer", "改由内审科承担", giving="a", receiver=other),
        "keep": Decision("keep", "各自保留"),
    }
    rulings.revise(ruling=ruling, decision=anew[verdict], by=officer, at=NOON)
    with pytest.raises(Conflict, match="裁定已撤销、修改"):
        undo.redo(plan=undone, **by)
    assert carried(undone) == []


def test_redo_brings_in_a_ruling_that_still_stands(
    undone: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any]
) -> None:
    undo.redo(plan=undone, **by)
    assert carried(undone) == [(receiver.pk, ruling.pk)]


@pytest.mark.both_databases
def test_another_plan_of_a_problem_is_not_made_after_its_ruling_was_revoked(
    department: Department, ruling: DutyRuling, clerk: User, officer: User, by: dict[str, Any]
) -> None:
    request = PlanRequest(count=3, rulings=(ruling.pk,))
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    duty_edits.drop_ruling(plan=plan, ruling=ruling, **by)
    rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="裁定有误")
    plan.refresh_from_db()
    ids = [str(pk) for pk in plan.placements.values_list("section", flat=True)]
    with pytest.raises(Conflict, match="裁定已撤销"):
        plans.keep_groups(
            plan=plan, groups=[ids[:2], ids[2:3], ids[3:]], label="另一个", by=clerk, at=NOON
        )
    assert list(MergePlan.objects.all()) == [plan]


def test_a_ruling_that_is_revoked_before_it_is_applied_is_told(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], officer: User
) -> None:
    seen = DutyRuling.objects.get(pk=ruling.pk)
    rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="裁定有误")
    with pytest.raises(Conflict, match="已被撤销"):
        duty_edits.apply_ruling(plan=plan, ruling=seen, **by)


def test_a_ruling_is_applied_as_it_is_now_not_as_a_page_has_read_it(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], officer: User
) -> None:
    seen = DutyRuling.objects.get(pk=ruling.pk)
    rulings.revise(ruling=ruling, decision=Decision("keep", "各自保留"), by=officer, at=NOON)
    with pytest.raises(Invalid, match="不是划转"):
        duty_edits.apply_ruling(plan=plan, ruling=seen, **by)


BROKEN: list[dict[str, Any]] = [
    {"verdict": "keep", "giving": "", "receiver": None},
    {"giving": "b"},
    {"executed_at": NOON},
    {"duty_a": None, "text_a": "另一项职责"},
]


@pytest.mark.parametrize("change", BROKEN)
def test_a_transfer_that_its_ruling_does_not_bear_is_a_fault_and_never_carried_out(
    change: dict[str, Any], plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    DutyRuling.objects.filter(pk=ruling.pk).update(**change)
    assert any(f"“{ruling.duty_a.text}”" in fault for fault in faults(plan))
    with pytest.raises(Conflict, match=r"审核部门预算草案.*裁定"):
        approvals.approve(plan=plan, by=leader, at=NOON)
    assert ruling.receiver.duties.count() == 1
    approvals.recall(plan=plan, **by)
    with pytest.raises(Invalid, match="没有有效的裁定"):
        approvals.submit(plan=plan, **by)
    duty_edits.drop_ruling(plan=plan, ruling=ruling, **by)
    assert faults(plan) == ()


def test_a_transfer_to_another_section_than_the_ruling_names_is_a_fault(
    plan: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any]
) -> None:
    other = SectionFactory.create(department=receiver.department, name="内审科")
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    plan.duty_moves.update(section=other)
    assert any("没有有效的裁定" in fault for fault in faults(plan))


def test_an_import_that_gives_the_duty_a_new_key_is_no_fault(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any]
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    DutyRuling.objects.filter(pk=ruling.pk).update(duty_a=None)
    assert faults(plan) == ()


def test_a_plan_that_has_used_its_ruling_up_shows_no_fault(
    plan: MergePlan, ruling: DutyRuling, by: dict[str, Any], leader: User
) -> None:
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    done = approvals.approve(plan=plan, by=leader, at=NOON)
    assert plan_facts(done).faults == ()


def test_the_boundary_is_not_rewritten_while_leaders_decide_upon_it(
    plan: MergePlan, ruling: DutyRuling, receiver: Section, by: dict[str, Any], officer: User
) -> None:
    words = Decision("transfer", "相反的边界", giving="a", receiver=receiver)
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    approvals.submit(plan=plan, **by)
    with pytest.raises(Conflict, match="不能修改边界说明"):
        rulings.revise(ruling=ruling, decision=words, by=officer, at=NOON)
    number = Decision("transfer", ruling.boundary, "示编办〔2026〕9号", "a", receiver)
    rulings.revise(ruling=ruling, decision=number, by=officer, at=NOON)
    approvals.recall(plan=plan, **by)
    rulings.revise(ruling=ruling, decision=words, by=officer, at=NOON)
    ruling.refresh_from_db()
    assert ruling.boundary == "相反的边界"
