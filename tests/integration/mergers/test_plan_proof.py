"""What the chip of a plan says about its proof, and which plans count as proven."""

from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from departments.models import Department
from mergers.domain.snapshot import freeze
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from mergers.planning.problems import problem_of
from mergers.planning.solving import solve_object
from mergers.planning.storing import stored_plans
from planner.api import Result


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"proven": True, "bound": 50}, "最优，已证明"),
        ({"proven": True, "bound": 50, "label": "最省"}, "并列最优，已证明"),
        ({"bound": 1_000_050}, "距最优 ≤ 1.00 分"),
        ({"no_bound": "手工划转职责，未与最优比较"}, "手工划转职责，未与最优比较"),
        ({"no_bound": "不符合规则“单独保留”，没有可比的最优上限"}, "不符合规则“单独保留”"),
        ({}, "没有得出最优上限"),
    ],
)
def test_the_chip_gives_the_true_reason(values: dict[str, Any], words: str) -> None:
    plan = MergePlan(score=70.0, objective=50, **values)
    assert words in render_to_string("mergers/_plan_proof.html", {"plan": plan})


def tied(result: Result, below: int) -> Result:
    """The result with its best plan as an alternative, so many millionths below the bound."""
    assert result.plan is not None
    other = replace(result.plan, label="最省", objective=result.plan.objective - below)
    return replace(result, alternatives=(other,))


def test_an_alternative_that_reaches_the_bound_is_proven(
    department: Department, sections: dict[str, Any]
) -> None:
    problem = problem_of(department, PlanRequest(count=3), freeze(department))
    result = solve_object(problem)
    best, other = stored_plans(problem, tied(result, 0))
    assert (best.proven, other.proven, other.outcome["status"]) == (True, True, "optimal")
    best, other = stored_plans(problem, tied(result, 1))
    assert (best.proven, other.proven, other.outcome["status"]) == (True, False, "feasible")
