"""Questions about one wish or rule: why two sections are not together, what a rule costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mergers.lazy import planner
from mergers.planning.question_input import QuestionInput, changed, scored, solver_for
from mergers.planning.questions_types import Price, PricesAnswer, RuleNamed, WhyNotAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[planner.api.Progress], None]


def why_not(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[WhyNotAnswer, bool]:
    """What it would cost the plan to put ``arguments["a"]`` and ``["b"]`` together."""

    with solver_for(asked) as solver:
        found = planner.questions.whynot.why_not(
            solver, arguments["a"], arguments["b"], plan=asked.groups, stop=stop
        )
    answer = WhyNotAnswer(
        a=arguments["a"],
        b=arguments["b"],
        status=found.status,
        rules=[RuleNamed(rule=one.rule, sections=list(one.sections)) for one in found.rules],
        plan=None if found.plan is None else scored(found.plan),
        change=None if found.change is None else changed(found.change),
        proven=found.proven,
        least_loss=found.least_loss,
    )
    return answer, found.proven


def prices(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[PricesAnswer, bool]:
    """What every rule that is set costs, and every entry of those that list some."""

    with solver_for(asked) as solver:
        found = planner.questions.price.price_rules(solver, stop=stop, on_progress=tell)
    answer = PricesAnswer(
        base=None if found.plan is None else scored(found.plan),
        base_proven=found.proven,
        prices=[_price(one) for one in found.prices],
    )
    return answer, found.proven and all(one.proven for one in found.prices)


def _price(found: planner.questions.price.RulePrice) -> Price:
    return Price(
        rule=found.rule,
        sections=list(found.sections),
        status=found.status,
        price=found.price,
        at_most=found.at_most,
        proven=found.proven,
        frees=found.frees,
        plan=None if found.plan is None else scored(found.plan),
        change=None if found.change is None else changed(found.change),
    )
