"""All questions that can be asked about a plan."""

from bigsection.errors import Missing
from mergers.questions import (
    alternatives,
    curve,
    moves,
    near,
    pareto,
    prices,
    stability,
    why_not,
)
from mergers.questions.question import Question

QUESTIONS: dict[str, Question] = {
    module.QUESTION.name: module.QUESTION
    for module in (curve, alternatives, pareto, why_not, prices, stability, near, moves)
}
"""By name, in the order in which the page shows them."""


def question_of(name: str) -> Question:
    """The question of this name; Missing (404) when there is none."""
    if name not in QUESTIONS:
        raise Missing("没有这个问题。", hint="请从方案的“问答”页重新进入。")
    return QUESTIONS[name]
