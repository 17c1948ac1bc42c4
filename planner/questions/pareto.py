"""The front of overlap × balance × continuity: plans of which none is better in all three."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from planner.api import OnProgress, PlanResult, Progress, Stop, silent
from planner.methods.answer import Clock, Groups, clock_of
from planner.model import Bools, Floats
from planner.problem import PARTS, Weights
from planner.questions.moves import table_of
from planner.solver import Solver

AXES: Final = ("overlap", "balance", "continuity")
LEAST: Final = 1  # of 48: no weight is 0, so that no plan is best by neglect of a part
WHOLE: Final = 48
DEPTH: Final = 4
SAME: Final = 1e-9
MOST: Final = 60
Mix = tuple[int, int, int]  # weights of the axes in shares of the finest lattice


@dataclass(frozen=True, slots=True)
class ParetoPoint:
    """One plan of the front; `parts` of the plan are its coordinates.

    `proven` tells that it is the best of all plans for `weights` of the axes, so that no plan
    beats it in all three; the others are only not beaten by any plan found.
    """

    plan: PlanResult
    proven: bool
    weights: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Front:
    """All points by overlap, highest first, for one number of big sections.

    `complete` tells that the sweep over the weights was finished: every corner of the front is
    there, down to the step of the sweep.
    """

    count: int | None
    points: tuple[ParetoPoint, ...]
    complete: bool


def pareto_front(
    solver: Solver,
    *,
    count: int | None = None,
    depth: int = DEPTH,
    most: int = MOST,
    stop: Stop | None = None,
    on_progress: OnProgress = silent,
) -> Front:
    """Return the front for `count` big sections (default: as many as the best plan has).

    Weights are swept over a triangle that is divided `depth` times at most. Where one plan is
    best at all three corners it is best in between, so that part is left out. Then every single
    allowed move from those plans is looked at for points in between; of these as many are kept as
    `most` leaves room for, spread as widely as possible.
    """
    clock = clock_of(stop)
    if count is None:
        best = solver.best(solver.model.counts(), clock)
        if best.groups is None:
            return Front(None, (), best.complete)
        count = len(best.groups)
    sweep = _Sweep(solver, count, clock, depth, on_progress)
    complete = sweep.run()
    points = [
        _Spot(_coordinates(point.plan), groups, point) for groups, point in sweep.points.items()
    ]
    front = _spread(_undominated([*points, *_between(solver, points, clock)]), most)
    found = [spot.point or ParetoPoint(solver.scored(spot.groups), False, None) for spot in front]
    found.sort(key=lambda p: (*(-v for v in _coordinates(p.plan)), _shape(p.plan)))
    return Front(count, tuple(found), complete)


class _Spot(NamedTuple):
    """Where a plan lies; `point` is None as long as nobody asked for more."""

    at: tuple[float, float, float]
    groups: Groups
    point: ParetoPoint | None


class _Sweep:
    """Solves for weights of the axes, coarse ones first."""

    def __init__(
        self,
        solver: Solver,
        count: int,
        clock: Clock,
        depth: int,
        on_progress: OnProgress,
    ) -> None:
        self.solver, self.count, self.clock, self.depth = solver, count, clock, depth
        self.on_progress = on_progress
        self.solved: dict[Mix, Groups | None] = {}
        self.points: dict[Groups, ParetoPoint] = {}

    def run(self) -> bool:
        """Divide the triangle breadth first; return whether nothing was left out."""
        size = 1 << self.depth
        queue = deque([(((size, 0, 0), (0, size, 0), (0, 0, size)), 0)])
        complete = True
        while queue:
            corners, level = queue.popleft()
            plans = [self._plan(corner) for corner in corners]
            done = len(self.solved)
            self.on_progress(Progress("weights", done, done + 3 * len(queue)))
            if None in plans:
                complete &= not self.clock.stopped()
                continue
            if level == self.depth or len(set(plans)) == 1:
                continue
            a, b, c = corners
            ab, bc, ca = _middle(a, b), _middle(b, c), _middle(c, a)
            for smaller in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)):
                queue.append((smaller, level + 1))
        return complete and not self.clock.stopped()

    def _plan(self, mix: Mix) -> Groups | None:
        if mix not in self.solved:
            self.solved[mix] = self._solve(mix)
        return self.solved[mix]

    def _solve(self, mix: Mix) -> Groups | None:
        if self.clock.stopped():
            return None
        size = 1 << self.depth
        inner = WHOLE - 3 * LEAST
        weights = tuple((LEAST + inner * share / size) / WHOLE for share in mix)
        solver = self.solver.reweighted(Weights(weights[0], weights[1], 0.0, 0.0, weights[2], 0.0))
        answer = solver.answer(self.count, self.clock)
        if answer.groups is not None and (
            answer.groups not in self.points or answer.complete > self.points[answer.groups].proven
        ):
            plan = self.solver.scored(answer.groups)
            x, y, z = weights
            point = ParetoPoint(plan, answer.complete, (x, y, z))
            self.points[answer.groups] = point
        return answer.groups


def _middle(a: Mix, b: Mix) -> Mix:
    return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2, (a[2] + b[2]) // 2


def _between(solver: Solver, spots: list[_Spot], clock: Clock) -> list[_Spot]:
    """Return plans one allowed move away from those found that none of them beats."""
    axes = [PARTS.index(axis) for axis in AXES]
    known: Floats = np.array([spot.at for spot in spots]).reshape(-1, 3)
    found: dict[Groups, _Spot] = {}
    for spot in spots:
        if clock.stopped():
            break
        groups = spot.groups
        table = table_of(solver.model, groups)
        able = table.possible & (table.counts == len(groups))
        for broken in table.breaks.values():
            able &= ~broken
        place = {i: k for k, group in enumerate(groups) for i in group}
        rows, columns = np.nonzero(able)
        there = np.array(spot.at) + table.parts[axes][:, rows, columns].T
        no_worse = np.all(known[None, :, :] >= there[:, None, :] - SAME, axis=2)
        beaten: Bools = np.asarray(np.any(no_worse, axis=1))
        for k in np.flatnonzero(~beaten).tolist():
            section, target = int(rows[k]), int(columns[k])
            moved = list(groups)
            moved[place[section]] = tuple(i for i in groups[place[section]] if i != section)
            moved[target] = tuple(sorted((*groups[target], section)))
            x, y, z = there[k].tolist()
            new = tuple(sorted(moved))
            found.setdefault(new, _Spot((x, y, z), new, None))
    return list(found.values())


def _coordinates(plan: PlanResult) -> tuple[float, float, float]:
    return plan.parts["overlap"], plan.parts["balance"], plan.parts["continuity"]


def _shape(plan: PlanResult) -> tuple[tuple[str, ...], ...]:
    return tuple(group.members for group in plan.groups)


def _undominated(spots: list[_Spot]) -> list[_Spot]:
    """Return the spots that no other is at least as good as in all axes and better in one.

    Of spots that coincide the first, that is a proven one, stays.
    """
    at: Floats = np.array([spot.at for spot in spots]).reshape(-1, 3)
    kept: list[_Spot] = []
    for k, spot in enumerate(spots):
        no_worse = (at >= at[k] - SAME).all(axis=1)
        better = no_worse & (at > at[k] + SAME).any(axis=1)
        same = no_worse & ~better
        if not better.any() and not np.flatnonzero(same[:k]).size:
            kept.append(spot)
    return kept


def _spread(spots: list[_Spot], most: int) -> list[_Spot]:
    """Return those of the sweep, then the others farthest from those taken, `most` in all."""
    taken = [spot for spot in spots if spot.point is not None]
    others = [spot for spot in spots if spot.point is None]
    at: Floats = np.array([spot.at for spot in others]).reshape(-1, 3)
    near = np.full(len(others), np.inf)
    for spot in taken:
        near = np.minimum(near, np.abs(at - np.array(spot.at)).sum(axis=1))
    while len(taken) < most and len(others) and near.max() > 0:
        k = int(near.argmax())
        taken.append(others[k])
        near = np.minimum(near, np.abs(at - at[k]).sum(axis=1))
    return taken
