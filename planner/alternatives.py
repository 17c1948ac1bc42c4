"""Plans that differ genuinely from the best one, named for what they are best at."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from planner.api import PlanResult
from planner.groups import member_rows, posts_after, tabulate
from planner.methods.answer import Clock
from planner.model import Model
from planner.questions.diverse import Others, other_plans
from planner.scoring import plan_value

if TYPE_CHECKING:
    from planner.solver import Solver

LABELS: Final = {
    "posts": "最省",
    "balance": "最均衡",
    "overlap": "职能最聚合",
    "continuity": "改动最小",
    "one_person": "一人科最少",
    "span": "幅度最宜",
}
RUNNER_UP: Final = "总分次优"
TIED: Final = "并列最优"
CLEARLY: Final = 1e-6  # points by which a part has to be better than the best plan's


def find_alternatives(
    solver: Solver, best: PlanResult, bound: int, number: int, clock: Clock
) -> tuple[PlanResult, ...]:
    """Return up to `number` other plans that obey the rules, the best score first, each named.

    `loss` of each is what it scores below `bound`, the proven bound on the values of all plans.
    """
    others = other_plans(solver, best, bound, number, clock)
    named = [
        replace(other.plan, label=label, loss=(bound - plan_value(solver.model, other.plan)) / 1e6)
        for other, label in zip(others.plans, labels_of(solver.model, best, others), strict=True)
    ]
    return tuple(
        sorted(named, key=lambda plan: (-plan.objective, [g.members for g in plan.groups]))
    )


def labels_of(model: Model, best: PlanResult, others: Others) -> list[str]:
    """Return a name for each plan, no two alike; every name is true among the plans shown.

    A plan is named for a part in which no plan shown is better and the best one is worse;
    总分次优 is said only of what alone is proven the second best of all plans, 并列最优 where that one is
    worth as much as the best; the others are named for how they differ from the best one.
    """
    plans = [other.plan for other in others.plans]
    label: dict[int, str] = {}
    for part, name in LABELS.items():
        winners = [k for k in _leaders(model, part, best, plans) if k not in label]
        if winners:
            label[min(winners, key=lambda k: (others.plans[k].theme != part, k))] = name
    runner_up = TIED if others.second == plan_value(model, best) else RUNNER_UP
    seconds = [k for k, plan in enumerate(plans) if plan_value(model, plan) == others.second]
    if runner_up == TIED or len(seconds) == 1:  # of several just as good none is the runner-up
        unnamed = [k for k in seconds if k not in label]
        label |= dict.fromkeys(unnamed[:1], runner_up)
    rest = {k: _difference(best, plan) for k, plan in enumerate(plans) if k not in label}
    times = Counter(rest.values())
    given: Counter[str] = Counter()
    for k, words in sorted(rest.items(), key=lambda item: -plans[item[0]].objective):
        given[words] += 1
        label[k] = f"{words}之{given[words]}" if times[words] > 1 else words
    return [label[k] for k in range(len(plans))]


def _leaders(model: Model, part: str, best: PlanResult, plans: list[PlanResult]) -> list[int]:
    """Return the plans that lead in a part: none shown is better, the best one is worse."""
    if part == "posts" and model.problem.mode != "merge":
        return []  # posts are kept there, so no plan saves any
    highest = max(plan.parts[part] for plan in [best, *plans])
    leaders = [k for k, plan in enumerate(plans) if plan.parts[part] >= highest]
    if part == "posts":  # the part is relative to the number of big sections: posts count
        fewest = min(_posts(model, plan) for plan in [best, *plans])
        leaders = [k for k in leaders if _posts(model, plans[k]) <= fewest]
        if _posts(model, best) <= fewest:
            return []  # the best one saves as many, only of another number of big sections
    return [k for k in leaders if plans[k].parts[part] > best.parts[part] + CLEARLY]


def _posts(model: Model, plan: PlanResult) -> int:
    """Return the leadership posts that a plan leaves."""
    groups = [[model.index[name] for name in group.members] for group in plan.groups]
    return int(posts_after(model, tabulate(model, member_rows(model, groups)).people).sum())


def _difference(best: PlanResult, plan: PlanResult) -> str:
    """Return in words how a plan differs from the best one."""
    more = len(plan.groups) - len(best.groups)
    if more:
        return f"{'多' if more > 0 else '少'}设{abs(more)}个大科室"
    theirs = {group.members for group in plan.groups}
    changed = sum(group.members not in theirs for group in best.groups if len(group.members) > 1)
    return f"另一种组合（{changed}个大科室不同）" if changed else "另一种组合"
