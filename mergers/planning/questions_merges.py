"""Questions about the merges of a plan as they stand: how firm they are, which moves would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mergers.lazy import planner
from mergers.planning.question_input import QuestionInput, solver_for
from mergers.planning.questions_types import Move, MovesAnswer, Share, StabilityAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[planner.api.Progress], None]

LISTED = 12
"""So many moves are listed, the best first."""


def stability(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[StabilityAnswer, bool]:
    """How many of thirty re-solves, each under 10 % noise, keep the merges of the plan."""

    with solver_for(asked) as solver:
        found = planner.questions.stability.stability(
            solver, plan=asked.groups, stop=stop, on_progress=tell
        )
    assert found is not None  # noqa: S101  only None where no plan was given
    answer = StabilityAnswer(
        pairs=[_share(pair) for pair in found.pairs],
        groups=[
            Share(sections=list(ids), share=share, label=label)
            for ids, share, label in found.groups
        ],
        others=[_share(pair) for pair in found.others],
        runs=found.runs,
        asked=planner.questions.stability.RUNS,
        proven=found.proven,
        noise=planner.questions.stability.NOISE,
        firm=planner.questions.stability.FIRM,
        likely=planner.questions.stability.LIKELY,
    )
    return answer, found.complete


def _share(pair: planner.questions.stability.MergeStability) -> Share:
    return Share(sections=list(pair.pair), share=pair.share, label=pair.label)


def moves(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[MovesAnswer, bool]:
    """The single moves of the plan that break no rule, those that gain most first."""

    model = asked.model
    table = planner.questions.moves.table_of(model, planner.scoring.indices_of(model, asked.groups))
    allowed = table.possible.copy()
    for broken in table.breaks.values():
        allowed &= ~broken
    answer = MovesAnswer(
        score=table.objective / 1e6,
        number=int(allowed.sum()),
        gaining=int((allowed & (table.delta > 0)).sum()),
        moves=[
            Move(
                section=move.section,
                target=[] if move.target is None else list(table.groups[move.target]),
                delta=move.delta / 1e6,
                parts=move.parts,
                breaks=list(move.broken),
            )
            for move in table.best(LISTED)
        ],
    )
    return answer, True
