"""What every rule that is set costs: the score that could be reached without it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from planner.api import OnProgress, PlanResult, Progress, Stop, silent
from planner.methods.answer import Best, Clock, clock_of
from planner.model import Model
from planner.problem import Entry
from planner.questions.compare import Difference, difference
from planner.scoring import plan_value, shown_bound
from planner.solver import Solver

ON_THE_WHOLE: Final = (
    "count",
    "min_count",
    "max_count",
    "business_share",
    "max_posts",
    "fewest_small",
)


@dataclass(frozen=True, slots=True)
class RulePrice:
    """One rule, or one entry of it (`sections`), lifted while all the others stay.

    `price` is in points, and below 0 only where without the rule there are fewer small groups (see
    `change.small`) and that comes before the score; `at_most` equals it when `proven`. Where no plan obeys
    all rules both are None and `frees` tells that there is one without this rule. `status` of the
    lifted problem: optimal, infeasible, feasible (time over) or unknown. `plan` is the better
    plan, None where the rule costs nothing.
    """

    rule: str
    sections: tuple[str, ...]
    status: str
    price: float | None
    at_most: float | None
    proven: bool
    frees: bool
    plan: PlanResult | None
    change: Difference | None


@dataclass(frozen=True, slots=True)
class Prices:
    """The best plan under all rules and the price of each; `proven` is about that best plan."""

    plan: PlanResult | None
    proven: bool
    prices: tuple[RulePrice, ...]


def price_rules(
    solver: Solver,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress = silent,
) -> Prices:
    """Return the price of every rule that is set, each lifted on its own.

    A plan allowed before stays allowed and scores the same, so lifting never costs; a range
    on the count that comes into force when the exact count is lifted does not exclude that count.
    No rule may use more than half of the time left: a hard one does not keep the others from an answer.
    """
    clock = clock_of(stop)
    base = solver.best(solver.model.counts(), clock)
    today = None if base.groups is None else solver.scored(base.groups)
    prices: list[RulePrice] = []
    listed = _liftable(solver.model)
    for done, (rule, entry) in enumerate(listed):
        prices.append(_price(solver, base, today, rule, entry, clock.half()))
        score = None if today is None else today.objective
        on_progress(Progress("rule", done + 1, len(listed), score, base.bound))
    return Prices(today, base.complete, tuple(prices))


def _liftable(model: Model) -> list[Entry]:
    """Return every rule in force; one with several entries also with no sections: all of them."""
    entries = model.entries()
    times = Counter(rule for rule, _ in entries)
    found: list[Entry] = []
    for rule, sections in entries:
        if times[rule] > 1 and (rule, ()) not in found:
            found.append((rule, ()))
        found.append((rule, sections))
    return found


def _price(
    solver: Solver,
    base: Best,
    today: PlanResult | None,
    rule: str,
    entry: tuple[str, ...],
    clock: Clock,
) -> RulePrice:
    if clock.stopped():  # even to look at what is allowed without the rule takes its time
        status = "unknown" if today is None else "feasible"
        least, most = (None, None) if today is None else (0.0, 100.0 - today.score)
        return RulePrice(rule, entry, status, least, most, False, False, None, None)
    model = solver.model.relaxed(solver.model.rules.without(rule, entry))
    same_groups = rule in ON_THE_WHOLE
    lifted = solver.relative(model) if same_groups else solver.under(model)
    likely = None if today is None else len(today.groups)
    floor = None if today is None else plan_value(model, today)
    found = lifted.best(model.counts(), clock, likely=likely, floor=floor)
    plan = None if found.groups is None else solver.scored(found.groups)
    status = "infeasible" if found.complete else "unknown"
    if plan is not None or today is not None:
        status = "optimal" if found.complete else "feasible"
    if today is None:
        frees = plan is not None and base.complete
        return RulePrice(rule, entry, status, None, None, found.complete, frees, plan, None)
    gain = 0 if plan is None else plan.objective - today.objective
    at_most: float | None = gain / 1e6
    if not found.complete:
        counts, likeliest = [answer.count for answer in found.answers], plan or today
        bound = None if found.bound is None else shown_bound(model, likeliest, found.bound, counts)
        at_most = None if bound is None else max(gain, bound - today.objective) / 1e6
    change = None if plan is None else difference(today, plan, solver.model.problem.weights)
    proven = found.complete and base.complete
    return RulePrice(rule, entry, status, gain / 1e6, at_most, proven, False, plan, change)
