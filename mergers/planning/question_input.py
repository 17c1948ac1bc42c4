"""What questions are worked on: a plan's problem and groups, and the planner's solver for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mergers.domain.arrangement import read
from mergers.domain.snapshot import hash_of
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.questions_types import Change, ScoredPlan
from mergers.planning.split_sections import PIECE, split_sections_of

Groups = tuple[tuple[str, ...], ...]
MOST_SECTIONS = 80
"""Solvers are kept for so many sections in all: one of 60 with every group takes some 60 MB."""


@dataclass(frozen=True)
class QuestionInput:
    """What is asked about: a problem object, as it is read, and how the plan groups its sections.

    ``unplaced`` are those that the plan has no place for yet; they count as standing alone.
    ``split`` tells that duties or people were moved out of sections by hand; ``in_parts`` that the
    problem is the one in which those stand for themselves (docs/adr/0019), not the one solved;
    one-person sections are then counted against ``singles_today``, as in the plan's own score.
    ``count`` is how many big sections the plan has, moves by hand included, as its head says.
    """

    problem: dict[str, Any]
    read: planner.problem.Problem
    groups: Groups
    unplaced: tuple[str, ...] = ()
    split: bool = False
    in_parts: bool = False
    singles_today: float | None = None
    count: int = 0

    @property
    def leaves_aside(self) -> bool:
        """Whether the plan has moves by hand that this problem does not know of."""
        return self.split and not self.in_parts

    @property
    def problem_hash(self) -> str:
        """A hash of the problem: answers and solvers belong to it."""
        return hash_of([self.problem, self.singles_today])

    @property
    def names(self) -> dict[str, str]:
        """The name of every section of the problem."""
        return {str(item["id"]): str(item["name"]) for item in self.problem["sections"]}

    def weights(self) -> dict[str, float]:
        """The weight of every part, as the score has it: they sum to 1."""
        return {name: float(getattr(self.read.weights, name)) for name in self.problem["weights"]}

    @cached_property
    def model(self) -> planner.model.Model:
        """The planner's model of the problem."""
        model = planner.model.build_model(self.read)
        if self.singles_today is None:
            return model
        return replace(model, single_count=self.singles_today)


def question_input_of(plan: MergePlan, *, in_parts: bool) -> QuestionInput:
    """The problem of a plan with its present groups.

    With ``in_parts``, sections of which duties or people were moved away are taken apart, as the
    plan is scored; without, the problem that was solved, in whole sections.
    """

    arrangement = read(plan)
    units = split_sections_of(plan, arrangement)
    alone = tuple(str(place.section) for place in arrangement.places if place.home is None)
    if units.changed and in_parts:
        groups = tuple(sorted(tuple(sorted(group)) for group in units.groups))
        return QuestionInput(
            planner.certificate.problem_to_json(units.problem),
            units.problem,
            groups,
            alone,
            True,
            True,
            units.singles_today,
            len(groups),
        )
    whole = [tuple(sorted(pk for pk in group if PIECE not in pk)) for group in units.groups]
    groups = tuple(sorted(group for group in whole if group))
    return QuestionInput(
        plan.problem, units.before, groups, alone, units.changed, count=len(units.groups)
    )


def shape_of(groups: Sequence[Sequence[str]]) -> str:
    """A short name for a plan by its groups, whatever their order: twelve hexadecimal digits."""
    return hash_of(sorted(sorted(group) for group in groups))[:12]


def scored(plan: planner.api.PlanResult) -> ScoredPlan:
    """A plan of the planner as it is kept."""
    groups = [list(group.members) for group in plan.groups]
    return ScoredPlan(
        shape=shape_of(groups),
        count=len(groups),
        score=plan.score,
        objective=plan.objective,
        parts=dict(plan.parts),
        groups=groups,
    )


def changed(difference: planner.questions.compare.Difference) -> Change:
    """A difference of two plans as it is kept."""
    return Change(
        score=difference.score,
        parts=dict(difference.parts),
        weighted=dict(difference.weighted),
        undone=[list(group) for group in difference.undone],
        new=[list(group) for group in difference.new],
    )


def present(asked: QuestionInput) -> ScoredPlan:
    """The plan as it stands now, scored."""
    groups = planner.scoring.indices_of(asked.model, asked.groups)
    return scored(planner.scoring.score_groups(asked.model, groups))


def change_between(before: ScoredPlan, after: ScoredPlan, weights: dict[str, float]) -> Change:
    """What changes from one plan to another of the same problem; ``weights`` sum to 1."""
    old = {tuple(sorted(group)) for group in before["groups"] if len(group) > 1}
    new = {tuple(sorted(group)) for group in after["groups"] if len(group) > 1}
    parts = {name: value - before["parts"][name] for name, value in after["parts"].items()}
    return Change(
        score=after["score"] - before["score"],
        parts=parts,
        weighted={name: weights.get(name, 0.0) * value for name, value in parts.items()},
        undone=[list(group) for group in sorted(old - new)],
        new=[list(group) for group in sorted(new - old)],
    )


_lock = threading.Lock()
_kept: OrderedDict[str, planner.solver.Solver] = OrderedDict()


@contextmanager
def solver_for(asked: QuestionInput) -> Iterator[planner.solver.Solver]:
    """The solver of a problem, which remembers what earlier questions worked out.

    Nobody else has it meanwhile: a second thread gets one of its own. One that failed is dropped.
    """

    key = asked.problem_hash
    with _lock:
        solver = _kept.pop(key, None)
    if solver is None:
        model = asked.model
        solver = planner.solver.Solver(model)
    yield solver
    with _lock:
        _kept[key] = solver
        while sum(other.model.n for other in _kept.values()) > MOST_SECTIONS:
            _kept.popitem(last=False)
