"""A problem turned into arrays in canonical order (by id), with blocks joined into atoms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.problem import Problem, Rules

EPSILON: Final = 1e-9  # slack for limits on sums of floats: 0.1 + 0.2 people is not above 0.3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Model:
    """Arrays of one problem. Sections are sorted by id, so their input order never matters.

    `ok[i, j]` tells whether two sections may sit in one group; `atoms` are the blocks joined by
    must-together (section indices, sorted), `atom_ok` the same relation between atoms.
    """

    problem: Problem
    ids: tuple[str, ...]
    source: NDArray[np.intp]
    people: Floats
    load: Floats
    posts: Ints
    q: Floats
    ok: Bools
    atoms: tuple[tuple[int, ...], ...]
    atom_ok: Bools
    business: Floats
    kept: Bools
    people_total: float
    posts_total: int
    mean_load: float | None
    single_count: float
    assessed: Bools

    @property
    def n(self) -> int:
        """Return the number of sections."""
        return len(self.ids)

    @property
    def rules(self) -> Rules:
        """Return the rules of the problem."""
        return self.problem.rules

    @cached_property
    def index(self) -> dict[str, int]:
        """Return the canonical position of every section id."""
        return {section_id: position for position, section_id in enumerate(self.ids)}

    @cached_property
    def span_limit(self) -> float:
        """Return Q of the span formula: 15 people where no limit is set."""
        limit = self.rules.max_people
        return 15.0 if limit is None else float(limit)

    @cached_property
    def posts_limit(self) -> int | None:
        """Return the limit on all posts; posts are kept, so not limited, outside mode merge."""
        return self.rules.max_posts if self.problem.mode == "merge" else None

    def business_needed(self, count: int) -> int:
        """Return how many of `count` groups must be business groups."""
        share = self.rules.business_share
        return 0 if share is None else math.ceil(share * count - EPSILON)

    def counts(self) -> range:
        """Return every number of big sections the rules allow, within 1..n."""
        rules = self.rules
        if rules.count is not None:
            low = high = rules.count
        else:
            low = 1 if rules.min_count is None else rules.min_count
            high = self.n if rules.max_count is None else rules.max_count
        return range(max(low, 1), min(high, self.n) + 1)

    def with_rules(self, rules: Rules) -> Model:
        """Return the model of the same problem under other rules."""
        old = self.problem
        return build_model(
            Problem(
                old.sections,
                old.overlap,
                old.calibration,
                rules,
                old.posts_rule,
                old.weights,
                old.mode,
                old.alternatives,
            )
        )


def build_model(problem: Problem) -> Model:
    """Return the arrays of `problem`; raises nothing for a problem that fileio accepts."""
    order = sorted(range(len(problem.sections)), key=lambda i: problem.sections[i].id)
    sections = [problem.sections[i] for i in order]
    source = np.array(order, dtype=np.intp)
    people = np.array([s.people for s in sections], dtype=np.float64)
    known = np.array([s.load_hours is not None for s in sections], dtype=bool)
    mean_load, load = _loads(people, [s.load_hours for s in sections])
    ids = tuple(s.id for s in sections)
    index = {section_id: position for position, section_id in enumerate(ids)}
    atoms = _blocks(len(ids), [(index[a], index[b]) for a, b in problem.rules.must_together])
    ok = _pairs_allowed(problem, order, index, atoms)
    return Model(
        problem=problem,
        ids=ids,
        source=source,
        people=people,
        load=load,
        posts=np.array([s.posts for s in sections], dtype=np.int64),
        q=_normalised(problem, source),
        ok=ok,
        atoms=atoms,
        atom_ok=_atoms_allowed(ok, atoms),
        business=np.where([s.kind == "business" for s in sections], people, 0.0),
        kept=np.isin(np.array(ids, dtype=object), list(problem.rules.keep)),
        people_total=math.fsum(people),
        posts_total=sum(s.posts for s in sections),
        mean_load=mean_load,
        single_count=single_count_of(people),
        assessed=known & (mean_load is not None),
    )


def single_count_of(people: Iterable[float]) -> float:
    """Return U₀ of planner.md §2: sections of one person at most count 1, those of two ½."""
    return float(sum(1.0 if s <= 1 else 0.5 if s == 2 else 0.0 for s in people))


def _loads(people: Floats, hours: list[float | None]) -> tuple[float | None, Floats]:
    """Return the mean load per head over sections with data, and loads with the gaps filled."""
    pairs = [(s, h) for s, h in zip(people, hours, strict=True) if h is not None]
    heads = math.fsum(s for s, _ in pairs)
    total = math.fsum(h for _, h in pairs)
    if heads <= 0 or total <= 0:
        return None, np.zeros(len(hours))
    mean = total / heads
    filled = [mean * s if h is None else h for s, h in zip(people, hours, strict=True)]
    return mean, np.array(filled, dtype=np.float64)


def _normalised(problem: Problem, source: NDArray[np.intp]) -> Floats:
    """Return q: similarity rescaled between the calibration's quantiles and clipped to 0..1."""
    raw = problem.overlap[np.ix_(source, source)]
    raw = (raw + raw.T) / 2
    low, high = problem.calibration.p50, problem.calibration.p95
    if high > low:
        q = np.clip((raw - low) / (high - low), 0.0, 1.0)
    else:
        q = np.where(raw > low, 1.0, 0.0)
    np.fill_diagonal(q, 0.0)
    return q


def _blocks(n: int, pairs: list[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Return the connected components of the must-together pairs, ordered by first member."""
    label = list(range(n))
    for a, b in pairs:
        first, second = sorted((label[a], label[b]))
        label = [first if x == second else x for x in label]
    return tuple(
        tuple(i for i in range(n) if label[i] == root) for root in range(n) if label[root] == root
    )


def _pairs_allowed(
    problem: Problem, order: list[int], index: dict[str, int], atoms: tuple[tuple[int, ...], ...]
) -> Bools:
    rules = problem.rules
    sections = [problem.sections[i] for i in order]
    n = len(sections)
    ok = np.ones((n, n), dtype=bool)
    if rules.same_line:
        names = sorted({line for s in sections for line in s.lines})
        column = {line: k for k, line in enumerate(names)}
        member = np.zeros((n, len(names)), dtype=np.int64)
        for i, s in enumerate(sections):
            member[i, [column[line] for line in s.lines]] = 1
        loose = member.sum(axis=1) == 0
        ok &= ((member @ member.T) > 0) | loose[:, None] | loose[None, :]
    if rules.separate_kinds:
        kinds = np.array([s.kind for s in sections])
        ok &= kinds[:, None] == kinds[None, :]
    for atom in atoms:  # an explicit wish overrides lines and kinds inside the joined block
        ok[np.ix_(atom, atom)] = True
    for a, b in rules.must_apart:
        ok[index[a], index[b]] = ok[index[b], index[a]] = False
    for kept in rules.keep:
        ok[index[kept], :] = False
        ok[:, index[kept]] = False
    np.fill_diagonal(ok, True)
    return ok


def _atoms_allowed(ok: Bools, atoms: tuple[tuple[int, ...], ...]) -> Bools:
    """Return which atoms may meet; the diagonal tells whether an atom may exist at all."""
    if len(atoms) == len(ok):
        return ok
    starts = np.zeros((len(atoms), len(ok)), dtype=np.int64)
    for k, atom in enumerate(atoms):
        starts[k, list(atom)] = 1
    broken = starts @ (~ok).astype(np.int64) @ starts.T
    return np.asarray(broken == 0)
