"""Asks the planner, and says in Chinese why there is no plan when there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from bigsection.errors import Invalid
from mergers.domain.snapshot import read_once, snapshot_of
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning import transfers

RULE_NAMES = {
    "count": "大科室个数",
    "min_count": "大科室最少个数",
    "max_count": "大科室最多个数",
    "max_members": "每个大科室最多科室数",
    "max_people": "每个大科室最多人数",
    "same_line": "只在同一战线内整合",
    "must_together": "必须在一起",
    "must_apart": "必须分开",
    "keep": "单独保留",
    "min_people": "每个大科室最少人数",
    "business_share": "业务科室占比",
    "separate_kinds": "不同类别不混合",
    "max_posts": "领导职数上限",
    "max_load_deviation": "人均负荷偏差上限",
    "kind_groups": "可以混合的科室类别",
    "fewest_small": "一人科减到最少",
}


def parse(problem: dict[str, Any]) -> planner.problem.Problem:
    """The planner's problem of a problem object; Invalid, in Chinese, when it is none."""

    try:
        return planner.fileio.problem_from_json(problem)
    except planner.problem.ProblemError as error:
        raise Invalid(f"求解条件有误：{error}", hint="请检查填写的条件。") from error


def problem_object_of(plan: MergePlan) -> dict[str, Any]:
    """The problem object that a plan is an answer to: what was asked over its snapshot."""
    gone = transfers.duties_of(transfers.from_json(plan.problem))
    sections = [section.for_planner(gone) for section in snapshot_of(plan).sections]
    return {"sections": sections, **plan.problem}


def problem_of_plan(plan: MergePlan) -> planner.problem.Problem:
    """The same as the planner reads it."""
    return read_once(plan, "problem", lambda: parse(problem_object_of(plan)))


def solve_object(
    problem: dict[str, Any],
    time_limit_s: float | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> planner.api.Result:
    """Solve a problem object within ``time_limit_s`` seconds (default: the setting).

    ``on_progress`` hears, in words, what is being done; an exception that it raises ends the run.
    """

    def tell(progress: planner.api.Progress) -> None:
        if on_progress is not None:
            best = f"，目前最好 {progress.objective / 1e6:.1f} 分" if progress.objective else ""
            on_progress(f"正在求解（{progress.done}/{progress.total}）{best}")

    limit = settings.PLANNER_TIME_LIMIT_S if time_limit_s is None else time_limit_s
    return planner.solver.solve(
        parse(problem), stop=planner.api.Stop(time_limit_s=limit), on_progress=tell
    )


def is_settled(result: planner.api.Result) -> bool:
    """Whether more time would change nothing: the plan is proven, or proven not to exist."""
    return result.status in ("optimal", "infeasible")


class Infeasible(Invalid):
    """No plan keeps all rules; ``outcome`` is the object of the file interface that says why."""

    def __init__(self, message: str, *, hint: str, outcome: dict[str, Any]) -> None:
        super().__init__(message, hint=hint)
        self.outcome = outcome


def refuse_infeasible(problem: dict[str, Any], result: planner.api.Result) -> None:
    """Raise Infeasible naming the smallest set of conflicting rules when there is no plan."""
    if result.plan is not None:
        return

    outcome = planner.fileio.result_to_json(parse(problem), result)
    if result.status != "infeasible":
        raise Infeasible(
            "在限定时间内没有找到可行方案。", hint="请放宽条件或减少科室后再求解。", outcome=outcome
        )
    names = names_of(problem)
    words = [
        conflict_words(conflict.rule, tuple(names.get(pk, pk) for pk in conflict.sections))
        for conflict in result.conflict
    ]
    raise Infeasible(
        f"这些条件不能同时满足：{'；'.join(words)}。",
        hint="请放宽其中任意一条后再求解。",
        outcome=outcome,
    )


def names_of(problem: dict[str, Any]) -> dict[str, str]:
    """The name of each section id of a problem object."""
    return {item["id"]: item["name"] for item in problem["sections"]}


def renamed(outcome: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The outcome object with section names in place of ids."""

    def groups(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [item | {"members": [names[pk] for pk in item["members"]]} for item in items]

    changed = outcome | {"big_sections": groups(outcome["big_sections"])}
    changed["alternatives"] = [
        other | {"big_sections": groups(other["big_sections"])} for other in outcome["alternatives"]
    ]
    if "conflict" in outcome:
        changed["conflict"] = [_named(item, names) for item in outcome["conflict"]]
    if small := outcome.get("small"):
        obstacles = [
            _named(each, names) | {"rules": [_named(rule, names) for rule in each["rules"]]}
            for each in small["obstacles"]
        ]
        changed["small"] = small | {"obstacles": obstacles}
    return changed


def _named(item: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return item | {"sections": [names.get(pk, pk) for pk in item["sections"]]}


def conflict_words(rule: str, sections: tuple[str, ...]) -> str:
    """One rule of a conflict in words, with the first sections that it concerns."""
    label = RULE_NAMES.get(rule, rule)
    if not sections:
        return f"“{label}”"
    shown = "、".join(sections[:4]) + ("等" if len(sections) > 4 else "")
    return f"“{label}”（{shown}）"
