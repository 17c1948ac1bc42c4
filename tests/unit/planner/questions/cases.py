"""Small problems, and every plan of them found by trying: the judge of the questions."""

from collections.abc import Iterator

from planner.api import PlanResult
from planner.fileio import problem_from_json
from planner.model import build_model
from planner.solver import Solver
from tests.unit.planner.reference import Reference, random_problem

Plan = frozenset  # of frozensets of ids


def case(seed: int, smallest: int = 3, largest: int = 7, **rules: object) -> dict:
    """Return a generated problem in file form; `rules`, when given, replace its own."""
    data = random_problem(seed, smallest, largest)
    return data | {"rules": dict(rules)} if rules else data


def solver_of(data: dict) -> Solver:
    """Return a solver for a problem in file form."""
    return Solver(build_model(problem_from_json(data)))


def partitions(items: list) -> Iterator[list]:
    """Yield every partition of `items`."""
    if not items:
        yield []
        return
    for rest in partitions(items[1:]):
        yield [(items[0],), *rest]
        for k, group in enumerate(rest):
            yield [*rest[:k], (items[0], *group), *rest[k + 1 :]]


def allowed_plans(reference: Reference, counts: range | None = None) -> dict:
    """Return the value of every plan that obeys the rules; `counts` replaces those on the count."""
    sections = reference.sections
    found = {}
    if counts is not None:
        reference.rules |= {"count": None, "min_count": counts[0], "max_count": counts[-1]}
    for groups in partitions(list(range(reference.n))):
        plan = [tuple(sorted(group)) for group in groups]
        if reference.plan_allowed(plan):
            named = frozenset(frozenset(sections[i]["id"] for i in group) for group in plan)
            found[named] = reference.plan_value(plan)
    return found


def shape(plan: PlanResult) -> Plan:
    """Return a plan as a set of sets of ids."""
    return frozenset(frozenset(group.members) for group in plan.groups)


def best_value(plans: dict) -> int | None:
    """Return the highest value, None where there is no plan."""
    return max(plans.values(), default=None)
