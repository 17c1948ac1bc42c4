"""How firm each merge is: the share of re-solves under noise in which it survives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from planner.api import OnProgress, Progress, Stop, silent
from planner.methods.answer import Groups, clock_of
from planner.model import Floats, build_model
from planner.problem import Problem
from planner.scoring import indices_of
from planner.solver import Solver

RUNS: Final = 30
NOISE: Final = 0.10
FIRM: Final = 0.9
LIKELY: Final = 0.5
LABELS: Final = ("铁定合并", "两可", "不稳")


@dataclass(frozen=True, slots=True)
class MergeStability:
    """Sections, and the share of the runs that have them together, in words too (`label_of`)."""

    sections: tuple[str, ...]
    share: float
    label: str


@dataclass(frozen=True, slots=True)
class Stability:
    """Every merge of the plan, pair by pair, and the groups as a whole.

    `groups` has, for each group of two or more, the share of runs in which just these sections
    are a group. `others` are pairs that the plan keeps apart and at least half of the runs join.
    `runs` were finished, `proven` of them with a proof; `complete` tells that none is missing.
    """

    pairs: tuple[MergeStability, ...]
    groups: tuple[MergeStability, ...]
    others: tuple[MergeStability, ...]
    runs: int
    proven: int
    complete: bool


def label_of(share: float) -> str:
    """Return 铁定合并 from 0.9 on, 两可 from 0.5 on, 不稳 below."""
    return LABELS[0] if share >= FIRM else LABELS[1] if share >= LIKELY else LABELS[2]


def stability(
    solver: Solver,
    *,
    plan: Sequence[Sequence[str]] | None = None,
    runs: int = RUNS,
    noise: float = NOISE,
    seed: int = 0,
    stop: Stop | None = None,
    on_progress: OnProgress = silent,
) -> Stability | None:
    """Return how the merges of `plan` (default: the best one) fare under noisy similarities.

    Each run multiplies every raw similarity by 1 + noise·z, z standard normal and of its own for
    every pair in order of ids, and plans as many groups again, by the same rules and calibration.
    The same seed gives the same answer. None where there is no plan to ask about.
    """
    clock = clock_of(stop)
    base = solver.plan(plan, clock)
    if base is None:
        return None
    named = [group.members for group in base.groups]
    groups = tuple(tuple(group) for group in indices_of(solver.model, named))
    found: list[Groups] = []
    proven = 0
    for run, q in enumerate(_noisy(solver.model.problem, runs, noise, seed)):
        if clock.stopped():
            break
        noisy = solver.relative(replace(solver.model, q=q), overlap_changed=True)
        answer = noisy.answer(len(groups), clock)
        if answer.groups is not None and (answer.complete or not clock.stopped()):
            found.append(answer.groups)
            proven += answer.complete
        on_progress(Progress("run", run + 1, runs))
    return _counted(solver, groups, found, proven, runs)


def _noisy(problem: Problem, runs: int, noise: float, seed: int) -> Iterator[Floats]:
    """Yield the similarity q of each run; pairs are drawn in order of ids, not of input."""
    draw = np.random.Generator(np.random.PCG64(seed))
    n = len(problem.sections)
    order = np.array(sorted(range(n), key=lambda i: problem.sections[i].id), dtype=np.intp)
    upper = np.triu_indices(n, 1)
    raw = (problem.overlap + problem.overlap.T) / 2
    for _ in range(runs):
        factor = np.ones((n, n))
        factor[upper] = 1 + noise * draw.standard_normal(len(upper[0]))
        factor.T[upper] = factor[upper]
        placed = np.empty((n, n))
        placed[np.ix_(order, order)] = factor
        yield build_model(replace(problem, overlap=raw * placed)).q


def _counted(
    solver: Solver, base: Groups, found: list[Groups], proven: int, runs: int
) -> Stability:
    ids = solver.model.ids
    n, total = solver.model.n, max(1, len(found))
    together = np.zeros((n, n), dtype=np.int64)
    whole: dict[tuple[int, ...], int] = {}
    for groups in found:
        for group in groups:
            together[np.ix_(group, group)] += 1
            whole[group] = whole.get(group, 0) + 1

    def merge(members: tuple[int, ...], times: int) -> MergeStability:
        share = times / total
        return MergeStability(tuple(ids[i] for i in members), share, label_of(share))

    def pair(members: tuple[int, ...]) -> MergeStability:
        return merge(members, int(together[members]))

    own = sorted(two for group in base for two in combinations(group, 2))
    often = {
        (int(i), int(j))
        for i, j in zip(*np.nonzero(np.triu(2 * together >= total, 1)), strict=True)
    }
    return Stability(
        pairs=tuple(map(pair, own)),
        groups=tuple(merge(g, whole.get(g, 0)) for g in sorted(base) if len(g) > 1),
        others=tuple(map(pair, sorted(often - set(own)))) if found else (),
        runs=len(found),
        proven=proven,
        complete=len(found) == runs,
    )
