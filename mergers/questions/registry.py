"""All questions that can be asked about a plan."""

from importlib import import_module

from bigsection.errors import Missing
from mergers.questions.names import QUESTION_NAMES
from mergers.questions.question import Question


def _question(name: str) -> Question:
    module = import_module(f"mergers.questions.{name.replace('-', '_')}")
    return module.QUESTION  # type: ignore[no-any-return]


QUESTIONS: dict[str, Question] = {name: _question(name) for name in QUESTION_NAMES}
"""By name, in the order in which the page shows them."""


def question_of(name: str) -> Question:
    """The question of this name; Missing (404) when there is none."""
    if name not in QUESTIONS:
        raise Missing("没有这个问题。", hint="请从方案的“问答”页重新进入。")
    return QUESTIONS[name]
