"""Asking the planner for a department and storing what it answers."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bigsection.accounts.models import User
from bigsection.errors import Invalid, NotAllowed
from departments.models import Department, Section
from mergers import jobs
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning import Infeasible, PlanRequest, plan_facts
from tests.factories import DepartmentFactory
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases


def test_the_two_sections_with_one_duty_are_merged_and_it_is_proven(plan: MergePlan) -> None:
    groups = [
        {place.section.name for place in big.placements.all()} for big in plan.big_sections.all()
    ]
    assert {"预算科", "预算审核科"} in groups
    assert plan.proven
    assert plan.bound == plan.objective
    assert plan.certificate is not None
    assert plan.placements.filter(big_section=None).count() == 0


def test_alternatives_are_stored_beside_the_best_and_not_called_proven(
    department: Department, sections: dict[str, Section], clerk: User
) -> None:
    request = PlanRequest(count=2, alternatives=2)
    made = plans.propose(department=department, request=request, by=clerk, at=NOON)
    assert len(made) == 3
    assert [plan.proven for plan in made] == [True, False, False]
    assert all(other.objective <= made[0].objective for other in made[1:])
    groupings = {
        frozenset(
            frozenset(big.placements.values_list("section_id", flat=True))
            for big in plan.big_sections.all()
        )
        for plan in made
    }
    assert len(groupings) == 3


def test_wishes_are_kept(department: Department, sections: dict[str, Section], clerk: User) -> None:
    request = PlanRequest(
        count=2,
        must_together=((sections["会计科"].pk, sections["办公室"].pk),),
        must_apart=((sections["预算科"].pk, sections["预算审核科"].pk),),
    )
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    home = {place.section.name: place.big_section_id for place in plan.placements.all()}
    assert home["会计科"] == home["办公室"]
    assert home["预算科"] != home["预算审核科"]


def test_conflicting_rules_are_named_and_nothing_is_stored(
    department: Department, sections: dict[str, Section], clerk: User
) -> None:
    pair = (sections["会计科"].pk, sections["办公室"].pk)
    request = PlanRequest(count=3, must_together=(pair,), must_apart=(pair,))
    with pytest.raises(Infeasible) as caught:
        plans.propose(department=department, request=request, by=clerk, at=NOON)
    assert "必须在一起" in caught.value.message
    assert "必须分开" in caught.value.message
    assert "会计科" in caught.value.message
    assert not MergePlan.objects.exists()


def test_a_job_that_another_worker_took_over_stores_its_drafts_once(
    department: Department, sections: dict[str, Section], clerk: User
) -> None:
    wish = PlanRequest(count=3, alternatives=1).to_json()
    arguments = (department.pk, wish, clerk.pk, NOON.isoformat())
    told = [jobs.run_propose(lambda *_: None, *arguments) for _ in range(2)]
    best = MergePlan.objects.get(proven=True)
    assert told == [{"plan": best.pk, "others": 1}] * 2
    assert MergePlan.objects.count() == 2


def test_a_department_without_sections_says_to_import_first(clerk: User) -> None:
    with pytest.raises(Invalid, match="没有科室"):
        plans.propose(
            department=clerk.memberships.get().department, request=PlanRequest(), by=clerk, at=NOON
        )


@pytest.mark.parametrize("who", ["leader", "auditor", "administrator", "outsider"])
def test_only_clerk_and_officer_make_plans(
    who: str, department: Department, sections: dict[str, Section], request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        plans.propose(department=department, request=PlanRequest(count=3), by=user, at=NOON)


def test_the_facts_of_a_plan_agree_with_what_was_stored(plan: MergePlan) -> None:
    facts = plan_facts(plan)
    assert facts.score == pytest.approx(plan.score, abs=1e-9)
    assert facts.today_score == pytest.approx(plan.today_score, abs=1e-9)
    total = sum(part.weight * (part.value or 0) for part in facts.parts)
    assert total == pytest.approx(facts.score, abs=1e-6)
    merged = next(big for big in facts.big_sections if len(big.members) == 2)
    assert merged.people == 4
    assert merged.verdict == "整合"
    assert [rule.passed for rule in facts.rules] == [True] * len(facts.rules)
    (change,) = facts.changes
    assert (change.kind, len(change.effects) > 1) == ("整合", True)


def test_the_command_prints_names_and_stores_the_plan(
    department: Department, sections: dict[str, Section]
) -> None:
    out = StringIO()
    call_command("plan_merges", department.name, "--count", "3", "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    assert printed["status"] == "optimal"
    assert printed["department"] == department.name
    assert MergePlan.objects.get(pk=printed["plan"]).sections_after == 3
    members = [set(big["members"]) for big in printed["big_sections"]]
    assert {"预算科", "预算审核科"} in members
    assert printed["bound"] == printed["objective"]


def test_the_command_reports_an_infeasible_question_without_failing(
    department: Department, sections: dict[str, Section]
) -> None:
    out = StringIO()
    call_command("plan_merges", department.name, "--count", "9", "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    assert (printed["status"], printed["plan"]) == ("infeasible", None)
    assert printed["conflict"]


@pytest.mark.parametrize("name", ["--count", "--min", "--max", "--alternatives"])
def test_the_command_refuses_negative_numbers(name: str, department: Department) -> None:
    with pytest.raises(CommandError, match="不能为负数") as caught:
        call_command("plan_merges", department.name, f"{name}=-1")
    assert caught.value.returncode == 2


def test_the_command_refuses_an_unknown_or_unclear_department(db: None) -> None:
    with pytest.raises(CommandError, match="没有名为") as caught:
        call_command("plan_merges", "不存在的局")
    assert caught.value.returncode == 2
    DepartmentFactory.create(name="甲局")
    DepartmentFactory.create(name="甲局分局")
    DepartmentFactory.create(name="乙局分局")
    with pytest.raises(CommandError, match="不止一个"):
        call_command("plan_merges", "分局")
