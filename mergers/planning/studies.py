"""What a region study asks the planner: a department's curve, and the best split of a total."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mergers.domain.snapshot import hash_of
from mergers.lazy import planner
from mergers.planning.problems import RULE_SET
from mergers.planning.settings_fingerprint import SETTINGS
from mergers.planning.solving import parse

if TYPE_CHECKING:
    from mergers.models import RegionStudy, StudyLine


PATIENCE = 0.1
"""The share of a department's time after which a gap that does not shrink is left as it is."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One department's answer in the shape in which lines store it; ``today`` is an objective."""

    sections: int
    curve: list[dict[str, Any]]
    best: int | None
    complete: bool
    today: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Split:
    """The best split: how many big sections each line gets (empty where there is no split), and
    the outcome to store: status, objective, bound, and the best sum for every total.
    """

    counts: dict[int, int]
    outcome: dict[str, Any]

    @property
    def totals(self) -> list[int]:
        """Every total that can be reached, in rising order."""
        return [total for total, _ in self.outcome["totals"]]


def hash_of_problem(problem: dict[str, Any]) -> str:
    """What a curve depends on, as SHA-256: equal hashes have equal curves."""
    beside = (SETTINGS, RULE_SET)
    return hash_of({name: value for name, value in problem.items() if name not in beside})


def measure(
    problem: dict[str, Any],
    *,
    time_limit_s: float,
    tick: Callable[[], None],
    known: Sequence[dict[str, Any]] | None = None,
) -> Measured:
    """Solve a problem object for every number of big sections within ``time_limit_s`` seconds.

    A number whose gap stays for a tenth of that is left with the gap. With the curve that is
    ``known`` from before only what is not proven there is solved again, for as long as there is time.
    ``tick`` is called often; an exception that it raises ends the run. Counts for which the time
    was too short keep a proven bound. Raises Invalid for an object that is no problem.
    """

    def listening() -> bool:
        tick()
        return False

    start = time.perf_counter()
    question = parse(problem)
    patience = time_limit_s * PATIENCE if known is None else None
    stop = planner.api.Stop(time_limit_s, listening, patience)
    curve = planner.questions.region.department_curve(question, stop, points_of(known or ()))
    today = planner.scoring.score_plan(question, [[section.id] for section in question.sections])
    return Measured(
        sections=len(question.sections),
        curve=[asdict(point) for point in curve.points],
        best=curve.best,
        complete=curve.complete,
        today=today.objective,
        seconds=time.perf_counter() - start,
    )


def split(lines: Sequence[StudyLine], total: int | None) -> Split:
    """The best split of ``total`` big sections over lines that are measured, without solving.

    None leaves the total free. Exact over what the curves know; the outcome's bound is proven.
    Departments that have no sections any more take no part.
    """

    open_ = [line for line in lines if line.sections]
    found = planner.questions.region.best_split([_curve(line) for line in open_], total)
    counts = {line.pk: count for line, count in zip(open_, found.counts, strict=False)}
    outcome = {
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "totals": [list(pair) for pair in found.totals],
    }
    return Split(counts, outcome)


def why_no_split(lines: Sequence[StudyLine], total: int | None, split: Split) -> str:
    """In words, why the total cannot be shared out, and which totals can."""
    stuck = [line for line in lines if line.sections and not _has_choice(line)]
    if stuck:
        named = "、".join(str(line.department) for line in stuck[:4])
        named += "等" if len(stuck) > 4 else ""
        if not all(line.complete for line in stuck):
            return f"{named}在时限内没有算出方案，总数分配不了；可以再算久一些。"
        return f"在现有规则和上下限内，{named}没有可行的科室数，总数分配不了。"
    totals = split.totals
    words = f"在现有规则和上下限内，可以分配的总数是 {totals[0]}–{totals[-1]}"
    if total is not None and totals[0] < total < totals[-1]:
        below = max(reached for reached in totals if reached < total)
        above = min(reached for reached in totals if reached > total)
        words += f"（离它最近的是 {below} 和 {above}）"
    return f"{words}，分配不了 {total}。"


def reason_of(study: RegionStudy) -> str:
    """Why a finished study has no split, in words; empty where it has one, or is not finished."""
    if study.finished_at is None or study.outcome.get("status") not in ("infeasible", "unknown"):
        return ""
    lines = list(study.lines.select_related("department"))
    return why_no_split(lines, study.total, split(lines, study.total))


def _has_choice(line: StudyLine) -> bool:
    return bool(_curve(line).choices("objective"))


def _curve(line: StudyLine) -> planner.questions.region.DepartmentCurve:
    """A stored line as the planner's curve, with its limits."""

    return planner.questions.region.DepartmentCurve(points_of(line.curve), line.least, line.high)


def points_of(curve: Sequence[dict[str, Any]]) -> tuple[planner.questions.region.CountPoint, ...]:
    """The points of a stored curve as the planner's."""
    return tuple(planner.questions.region.CountPoint(**point) for point in curve)
