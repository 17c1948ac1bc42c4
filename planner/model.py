"""A problem turned into arrays in canonical order (by id), with blocks joined into atoms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.problem import Entry, Problem, Rules, kinds_meet
from planner.value_range import dearer_than_all

EPSILON: Final = 1e-9  # slack for limits on sums of floats: 0.1 + 0.2 people is not above 0.3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Model:
    """Arrays of one problem. Sections are sorted by id, so their input order never matters.

    `ok[i, j]` tells whether two sections may sit in one group, `pair_rules` which rule on pairs
    allows it (must-together aside); `atoms` are the blocks joined by must-together (section
    indices, sorted), `atom_ok` the same relation as `ok` between atoms. `span_limit` is Q of the
    span formula: 15 people where no limit is set.
    """

    problem: Problem
    ids: tuple[str, ...]
    source: NDArray[np.intp]
    people: Floats
    load: Floats
    posts: Ints
    q: Floats
    business: Floats
    people_total: float
    posts_total: int
    mean_load: float | None
    single_count: float
    assessed: Bools
    pair_rules: dict[str, Bools]
    ok: Bools
    atoms: tuple[tuple[int, ...], ...]
    atom_ok: Bools
    kept: Bools
    span_limit: float

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
    def posts_limit(self) -> int | None:
        """Return the limit on all posts; posts are kept, so not limited, outside mode merge."""
        return self.rules.max_posts if self.problem.mode == "merge" else None

    @cached_property
    def sections_small(self) -> float:
        """Return how many sections have one person at most, those of two counted half."""
        return single_count_of(self.people)

    @cached_property
    def small_price(self) -> int:
        """Return by how much one unit of `small_units` lessens a plan's value: more than any score.

        0 where small groups are not to be as few as possible.
        """
        return 0 if self.rules.fewest_small is None else dearer_than_all(self)

    def small_units(self, ones: Ints, twos: Ints) -> Ints:
        """Return in one number how many groups there are of one and of two people to be avoided.

        By the rule groups of two do not count, or one group of one outweighs any number of them.
        """
        return ones if self.rules.fewest_small == 1 else ones * (self.n + 1) + twos

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

    def may_have(self, count: int) -> bool:
        """Return whether the blocks, if all are allowed, are enough for so many groups."""
        return bool(self.atom_ok.diagonal().all()) and 0 < count <= len(self.atoms)

    def entries(self) -> tuple[Entry, ...]:
        """Return every rule in force, entry by entry those that list some."""
        found = self.rules.entries()
        return tuple(e for e in found if e[0] != "max_posts" or self.posts_limit is not None)

    def with_rules(self, rules: Rules) -> Model:
        """Return the model of the same sections under other rules."""
        problem = replace(self.problem, rules=rules)
        return replace(self, problem=problem, **_ruled(problem, self.index))

    def relaxed(self, rules: Rules) -> Model:
        """Return the model under weaker rules; what was allowed and how it scored stays so.

        Blocks no longer forced together may still be together, sections no longer kept alone may
        still be alone, whatever the other rules say; the span formula keeps its limit.
        """
        new = self.with_rules(rules)
        joined = np.zeros((self.n, self.n), dtype=bool)
        for atom in self.atoms:
            joined[np.ix_(atom, atom)] = True
        ok: Bools = new.ok | (joined & self.ok)
        return replace(
            new,
            ok=ok,
            atom_ok=_atoms_allowed(ok, new.atoms),
            kept=self.kept | new.kept,
            span_limit=self.span_limit,
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
    return Model(
        problem=problem,
        ids=ids,
        source=source,
        people=people,
        load=load,
        posts=np.array([s.posts for s in sections], dtype=np.int64),
        q=_normalised(problem, source),
        business=np.where([s.kind == "business" for s in sections], people, 0.0),
        people_total=math.fsum(people),
        posts_total=sum(s.posts for s in sections),
        mean_load=mean_load,
        single_count=single_count_of(people),
        assessed=known & (mean_load is not None),
        **_ruled(problem, {section_id: place for place, section_id in enumerate(ids)}),
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


def _ruled(problem: Problem, index: dict[str, int]) -> dict[str, Any]:
    """Return what of a model depends on the rules; `index` has the canonical place of every id."""
    rules, n = problem.rules, len(index)
    atoms = _blocks(n, [(index[a], index[b]) for a, b in rules.must_together])
    sections = sorted(problem.sections, key=lambda section: section.id)
    kept = np.array([section.id in rules.keep for section in sections], dtype=bool)
    found: dict[str, Bools] = {}
    if rules.same_line:
        names = sorted({line for s in sections for line in s.lines})
        on = np.array([[line in s.lines for line in names] for s in sections], dtype=np.int64)
        on = on.reshape(n, len(names))
        loose = on.sum(axis=1) == 0
        found["same_line"] = (on @ on.T > 0) | loose[:, None] | loose[None, :]
    kinds = [s.kind for s in sections]
    if rules.kind_groups is not None:
        meet = {(a, b): kinds_meet(rules.kind_groups, a, b) for a in kinds for b in kinds}
        found["kind_groups"] = np.array([[meet[a, b] for b in kinds] for a in kinds], dtype=bool)
    elif rules.separate_kinds:
        found["separate_kinds"] = np.array([[a == b for b in kinds] for a in kinds], dtype=bool)
    for allowed in found.values():
        for atom in atoms:  # an explicit wish overrides lines and kinds inside the joined block
            allowed[np.ix_(atom, atom)] = True
    if rules.must_apart:
        found["must_apart"] = np.ones((n, n), dtype=bool)
        for a, b in rules.must_apart:
            found["must_apart"][index[a], index[b]] = found["must_apart"][index[b], index[a]] = (
                False
            )
    if rules.keep:
        found["keep"] = ~(kept[:, None] | kept[None, :]) | np.eye(n, dtype=bool)
    ok: Bools = np.ones((n, n), dtype=bool)
    for allowed in found.values():
        ok &= allowed
    np.fill_diagonal(ok, True)
    return {
        "pair_rules": found,
        "ok": ok,
        "atoms": atoms,
        "atom_ok": _atoms_allowed(ok, atoms),
        "kept": kept,
        "span_limit": 15.0 if rules.max_people is None else float(rules.max_people),
    }


def _atoms_allowed(ok: Bools, atoms: tuple[tuple[int, ...], ...]) -> Bools:
    """Return which atoms may meet; the diagonal tells whether an atom may exist at all."""
    if len(atoms) == len(ok):
        return ok
    starts = np.zeros((len(atoms), len(ok)), dtype=np.int64)
    for k, atom in enumerate(atoms):
        starts[k, list(atom)] = 1
    broken = starts @ (~ok).astype(np.int64) @ starts.T
    return np.asarray(broken == 0)
