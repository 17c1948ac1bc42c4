"""What questions are worked on: a plan's problem and groups, and the planner's workbench for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mergers.baseline import hash_of
from mergers.models import MergePlan
from mergers.planning.questions_types import Change, ScoredPlan
from mergers.planning.solving import parse

if TYPE_CHECKING:
    from mergers.planner.api import PlanResult
    from mergers.planner.questions.compare import Difference
    from mergers.planner.questions.workbench import Workbench

Groups = tuple[tuple[str, ...], ...]
MOST_SECTIONS = 80
"""Workbenches are kept for so many sections in all: one of 60 with every group takes some 60 MB."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: a problem object, and how the plan groups its sections now.

    ``unplaced`` are the sections that the plan has no place for yet; they count as standing alone.
    """

    problem: dict[str, Any]
    groups: Groups
    unplaced: tuple[str, ...]

    @property
    def problem_hash(self) -> str:
        """A hash of the problem: answers and workbenches belong to it."""
        return hash_of(self.problem)


def asked_of(plan: MergePlan) -> Asked:
    """The stored problem of a plan with its present groups; one query."""
    ids = [str(item["id"]) for item in plan.problem["sections"]]
    homes: dict[int, list[str]] = {}
    for section, home in plan.placements.values_list("section_id", "big_section_id"):
        if home is not None:
            homes.setdefault(home, []).append(str(section))
    placed = {pk for group in homes.values() for pk in group}
    unplaced = tuple(pk for pk in ids if pk not in placed)
    groups = [tuple(sorted(group)) for group in homes.values()] + [(pk,) for pk in unplaced]
    return Asked(plan.problem, tuple(sorted(groups)), unplaced)


def shape_of(groups: Sequence[Sequence[str]]) -> str:
    """A short name for a plan by its groups, whatever their order: twelve hexadecimal digits."""
    return hash_of(sorted(sorted(group) for group in groups))[:12]


def scored(plan: PlanResult) -> ScoredPlan:
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


def changed(difference: Difference) -> Change:
    """A difference of two plans as it is kept."""
    return Change(
        score=difference.score,
        parts=dict(difference.parts),
        weighted=dict(difference.weighted),
        undone=[list(group) for group in difference.undone],
        new=[list(group) for group in difference.new],
    )


def present(asked: Asked) -> ScoredPlan:
    """The plan as it stands now, scored."""
    from mergers.planner.scoring import score_plan

    return scored(score_plan(parse(asked.problem), asked.groups))


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
_kept: OrderedDict[str, Workbench] = OrderedDict()


@contextmanager
def workbench(asked: Asked) -> Iterator[Workbench]:
    """The workbench of a problem, which remembers what earlier questions worked out.

    Nobody else has it meanwhile: a second thread gets one of its own. One that failed is dropped.
    """
    from mergers.planner.questions.workbench import Workbench

    key = asked.problem_hash
    with _lock:
        bench = _kept.pop(key, None)
    bench = bench or Workbench(parse(asked.problem))
    yield bench
    with _lock:
        _kept[key] = bench
        while sum(other.model.n for other in _kept.values()) > MOST_SECTIONS:
            _kept.popitem(last=False)
