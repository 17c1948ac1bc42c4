"""A hand-edited plan is scored anew, and its proof is kept exactly as far as it holds."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from bigsection.accounts.models import User
from departments.models import Department, Section, WorkItem
from mergers.actions import approvals, duty_edits, edits, plans, undo
from mergers.domain import arrangement
from mergers.models import BigSection, MergePlan
from mergers.planning import PlanRequest, plan_facts
from mergers.planning.rescoring import words_of_broken
from mergers.planning.solving import RULE_NAMES, problem_of_plan
from mergers.planning.split_sections import split_sections_of
from planner.checker.whole_file import check_file
from planner.rulecheck import RuleOutcome
from planner.scoring import score_plan
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


@pytest.fixture
def free(department: Department, sections: dict[str, Section], clerk: User) -> MergePlan:
    """A proven plan with two to four big sections allowed."""
    request = PlanRequest(min_count=2, max_count=4)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


def home(plan: MergePlan, section: Section) -> BigSection:
    found = plan.placements.get(section=section).big_section
    assert found is not None
    return found


def split(plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]) -> None:
    """One duty and one person of 预算科 go to 会计科."""
    duty = sections["预算科"].duties.first()
    assert duty is not None
    target = home(plan, sections["会计科"])
    duty_edits.move_duties(plan=plan, duties=[duty], to=target, **by)
    duty_edits.move_people(plan=plan, section=sections["预算科"], to=target, people=1, **by)


def test_the_score_after_a_move_is_the_planners_own(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.move_section(
        plan=free, section=sections["会计科"], to=home(free, sections["办公室"]), **by
    )
    free.refresh_from_db()
    groups = [
        [str(place.section_id) for place in big.placements.all()] for big in free.big_sections.all()
    ]
    wanted = score_plan(problem_of_plan(free), groups)
    assert (free.score, free.objective) == (wanted.score, wanted.objective)
    stored = {frozenset(group.members): dict(group.parts) for group in wanted.groups}
    for big, group in zip(free.big_sections.all(), groups, strict=True):
        assert big.parts == stored[frozenset(group)]


def test_whole_sections_moved_leave_the_bound_and_the_file_verifies(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any], tmp_path: Path, capsys: Any
) -> None:
    bound = free.bound
    edits.move_section(
        plan=free, section=sections["会计科"], to=home(free, sections["办公室"]), **by
    )
    free.refresh_from_db()
    assert free.bound == bound
    assert free.objective is not None
    assert free.gap == (bound - free.objective) / 1_000_000 > 0
    assert not free.proven
    checks = list(check_file(json.loads(json.dumps(free.certificate))))
    assert not any(check.faults for check in checks)
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(free.certificate))
    call_command("verify_plan", str(path))
    assert str(free.objective) in capsys.readouterr().out


def test_back_at_the_optimum_the_plan_is_proven_again(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    certificate = free.certificate
    accounts = home(free, sections["会计科"])
    edits.move_section(
        plan=free, section=sections["会计科"], to=home(free, sections["办公室"]), **by
    )
    edits.found_big_section(plan=free, name="会计科", section=sections["会计科"], **by)
    free.refresh_from_db()
    assert not free.big_sections.filter(pk=accounts.pk).exists()
    assert free.proven
    assert {frozenset(group) for group in free.certificate["groups"]} == {
        frozenset(group) for group in certificate["groups"]
    }


def test_moved_duties_and_people_leave_no_bound_until_they_are_taken_back(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    bound, certificate = free.bound, free.certificate
    split(free, sections, by)
    free.refresh_from_db()
    assert (free.bound, free.certificate, free.proven, free.gap) == (None, None, False, None)
    undo.undo(plan=free, **by)
    undo.undo(plan=free, **by)
    free.refresh_from_db()
    assert (free.bound, free.certificate, free.proven) == (bound, certificate, True)


def test_a_plan_that_breaks_a_rule_says_so_has_no_certificate_and_needs_a_reason(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.found_big_section(plan=plan, name="预算评审科", section=sections["预算审核科"], **by)
    plan.refresh_from_db()
    assert (plan.bound, plan.gap, plan.certificate, plan.proven) == (None, None, None, False)
    assert "“大科室个数”" in plan.no_bound
    broken = [rule.rule for rule in plan_facts(plan).rules if not rule.passed]
    assert broken == ["count"]
    with pytest.raises(approvals.ReasonNeeded, match="恰好 3 个，本方案 4 个"):
        approvals.submit(plan=plan, **by)
    assert approvals.submit(plan=plan, reason="已定四个", **by).status == "submitted"


def test_the_bound_comes_back_as_soon_as_the_rules_hold_again(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    proof = (plan.bound, plan.certificate, True, "")
    moved = sections["预算审核科"]
    old_home = home(plan, sections["预算科"])
    edits.found_big_section(plan=plan, name="预算评审科", section=moved, **by)
    undo.undo(plan=plan, **by)
    plan.refresh_from_db()
    assert (plan.bound, plan.certificate, plan.proven, plan.no_bound) == proof
    undo.redo(plan=plan, **by)
    plan.refresh_from_db()
    assert (plan.bound, plan.certificate, plan.proven) == (None, None, False)
    edits.move_section(plan=plan, section=moved, to=old_home, **by)
    plan.refresh_from_db()
    assert (plan.bound, plan.proven, plan.no_bound) == (proof[0], True, "")
    assert not any(check.faults for check in check_file(plan.certificate))


def test_the_words_name_a_few_broken_rules_and_count_the_rest() -> None:
    rules = [RuleOutcome(name, name == "keep", (), {}) for name in RULE_NAMES]
    words = words_of_broken(rules)
    assert words.count("“") == 3
    assert f"等 {len(RULE_NAMES) - 1} 条" in words
    assert words_of_broken([RuleOutcome("keep", True, (), {})]) == ""


def test_a_bench_leaves_no_bound_and_no_certificate(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.move_section(plan=free, section=sections["办公室"], to=None, **by)
    free.refresh_from_db()
    assert (free.bound, free.certificate, free.proven) == (None, None, False)
    assert free.no_bound


def test_a_split_section_is_scored_by_units(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    first, second = sections["预算科"].duties.all()
    for duty, hours in ((first, 100.0), (second, 30.0)):
        WorkItem.objects.create(
            section=sections["预算科"],
            duty=duty,
            matter="事项",
            counts={"2025": hours},
            hours_per_unit=1,
        )
    plan = plans.propose(
        department=free.department, request=PlanRequest(count=3), by=by["by"], at=NOON
    )[0]
    split(plan, sections, by)
    units = split_sections_of(plan, arrangement.read(plan))
    target = home(plan, sections["会计科"])
    whole, piece = str(sections["预算科"].pk), f"{sections['预算科'].pk}>{target.pk}"
    found = {unit.id: unit for unit in units.problem.sections}
    assert len(found) == 5
    assert (found[whole].people, found[whole].duties, found[whole].load_hours) == (
        1,
        (second.text,),
        30.0,
    )
    assert (found[piece].people, found[piece].duties, found[piece].load_hours) == (
        1,
        (first.text,),
        100.0,
    )
    assert piece in units.groups[units.planned_sections.index(target.pk)]
    rows = {unit.id: row for row, unit in enumerate(units.problem.sections)}
    original = problem_of_plan(plan)
    a, b = str(sections["办公室"].pk), str(sections["会计科"].pk)
    old = {section.id: row for row, section in enumerate(original.sections)}
    assert units.problem.overlap[rows[a], rows[b]] == original.overlap[old[a], old[b]]
    like = str(sections["预算审核科"].pk)
    assert units.problem.overlap[rows[whole], rows[like]] != original.overlap[old[whole], old[like]]
    assert 0 < units.problem.overlap[rows[piece], rows[like]] < 1
    plan.refresh_from_db()
    assert plan.sections_after == 3


def test_a_person_taken_out_of_a_section_makes_no_one_person_section_of_today(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    split(free, sections, by)
    parts = {part.name: part for part in plan_facts(free).parts}
    one_person = parts["one_person"]
    assert ("一人科（前 → 后）", "0 → 0") in one_person.inputs
    assert ("两人科（前 → 后）", "4 → 1") in one_person.inputs
    assert one_person.value == pytest.approx(75.0)


def test_the_stored_score_is_the_one_on_the_page(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    split(free, sections, by)
    free.refresh_from_db()
    facts = plan_facts(free)
    assert facts.score == free.score
    assert facts.today_score == free.today_score
    weighted = sum(part.weight * (part.value or 0) for part in facts.parts)
    assert weighted == pytest.approx(facts.score)
