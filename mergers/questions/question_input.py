"""What questions are worked on: a plan's problem and groups, and the planner's solver for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bigsection.errors import Invalid
from bigsection.web.numbers import whole
from mergers.domain.arrangement import read
from mergers.domain.assessment import blanked, not_assessed
from mergers.domain.snapshot import hash_of
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.solving import problem_object_of
from mergers.planning.split_sections import PIECE, split_sections_of
from mergers.questions.kept import plan_json

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

    @property
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

    @cached_property
    def not_assessed(self) -> list[str]:
        """The parts of the score that nothing is known about."""
        return not_assessed(self.problem["sections"])

    def known(self, answer: dict[str, Any]) -> dict[str, Any]:
        """An answer, or a plan of one, with None for the parts that nothing is known about."""
        found: dict[str, Any] = blanked(answer, self.not_assessed)
        return found

    def present(self) -> dict[str, Any]:
        """The plan as it stands now, scored."""
        groups = planner.scoring.indices_of(self.model, self.groups)
        return self.known(plan_json(planner.scoring.score_groups(self.model, groups)))

    def read_count(self, value: Any) -> int | None:
        """A number of big sections from a form; None when left out, Invalid beyond 1 to n."""
        if value in (None, ""):
            return None
        most = len(self.problem["sections"])
        count = whole(value, least=1, most=most)
        if count is None:
            raise Invalid(
                f"大科室个数应是 1 到 {most} 之间的整数。",
                hint=f"现在共有 {most} 个科室，请重新填写。",
            )
        return count


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
        problem_object_of(plan), units.before, groups, alone, units.changed, count=len(units.groups)
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
        solver = planner.solver.Solver(asked.model)
    yield solver
    with _lock:
        _kept[key] = solver
        while sum(other.model.n for other in _kept.values()) > MOST_SECTIONS:
            _kept.popitem(last=False)
