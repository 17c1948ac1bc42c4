"""Times of the planner beside plain set partitioning in HiGHS, in one run: writes solving.md.

Run with: python benchmarks/solving.py [--quick]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from planner.api import Stop  # noqa: E402
from planner.groups import is_business, member_rows, size_allowed, tabulate  # noqa: E402
from planner.model import build_model  # noqa: E402
from planner.problem import (  # noqa: E402
    Calibration,
    Problem,
    Rules,
    SectionInput,
    Weights,
)
from planner.scoring import values  # noqa: E402
from planner.solver import solve  # noqa: E402

SEEDS = (1, 2, 3)
PEER_LIMIT_S = 120.0
SLOW_S = 3.0  # what takes longer is measured once


@dataclass(frozen=True)
class Case:
    """A family of generated departments; `similarity` is "topics", "noise", "ties", "equal" or "kinds".

    With "equal" all pairs are equally similar and no workload is known; with "ties" similarity is
    0, ½ or 1; with "kinds" ten sections of each kind are interchangeable. `people` limits what is drawn.
    """

    name: str
    sections: int
    lines: int
    similarity: str = "topics"
    max_members: int | None = 4
    max_people: float | None = 15
    count: float | None = 0.72
    alternatives: int = 0
    people: tuple[int, int] = (1, 8)
    target: str = ""
    peer: bool = True


CASES = (
    Case("12, lines", 12, 2),
    Case("12, free", 12, 0),
    Case("18, lines", 18, 3),
    Case("18, free", 18, 0),
    Case("25, lines", 25, 3),
    Case("25, free", 25, 0),
    Case("40, lines", 40, 5, target="≤ 20 ms"),
    Case("40, free", 40, 0, target="≤ 0.5 s"),
    Case("60, lines", 60, 7, target="≤ 20 ms"),
    Case("60, free", 60, 0, target="≤ 0.5 s", peer=False),
    Case("100, free", 100, 0, target="≤ 1 s", peer=False),
    Case("60, free, noise", 60, 0, "noise", target="≤ 4 s", peer=False),
    Case("60, free, noise, a third of the groups", 60, 0, "noise", 4, None, 0.33, peer=False),
    Case("60, free, noise, 8 members", 60, 0, "noise", 8, 15, 0.5, peer=False),
    Case("60, free, every count", 60, 0, count=None, peer=False),
    Case("100, free, every count", 100, 0, count=None, peer=False),
    Case("60, noise, 8 members, 15 groups", 60, 0, "noise", 8, None, 0.25, peer=False),
    Case("60, noise, no limits", 60, 0, "noise", None, None, 0.5, peer=False),
    Case("60, noise, 8 members, nobody", 60, 0, "noise", 8, None, 0.5, people=(0, 0), peer=False),
    Case("60, ties everywhere", 60, 0, "ties", 4, None, 0.5, peer=False),
    Case("60, ties, 8 members", 60, 0, "ties", 8, None, 0.5, peer=False),
    Case("60, all equal, no limits", 60, 0, "equal", None, None, 0.5, peer=False),
    Case("60, all equal, no limits, every count", 60, 0, "equal", None, None, None, peer=False),
    Case("60, all equal, 8 members, every count", 60, 0, "equal", 8, None, None, peer=False),
    Case("60, look-alikes of 6 kinds", 60, 0, "kinds", 4, None, 0.5, peer=False),
    Case("60, look-alikes of 6 kinds, 8 members", 60, 0, "kinds", 8, None, 0.4, peer=False),
    Case("60, look-alikes of 6 kinds, every count", 60, 0, "kinds", 4, None, None, peer=False),
    Case("60, free, 5 alternatives", 60, 0, alternatives=5, target="≤ 2.5 s", peer=False),
)


def department(case: Case, seed: int) -> Problem:
    """Return a generated department: topics make blocks of similar sections, noise has none."""
    random = np.random.default_rng(1000 * case.sections + seed)
    n = case.sections
    noise = random.random((n, n))
    raw = (noise + noise.T) / 2
    if case.similarity == "topics":
        topic = random.integers(0, max(2, n // 3), n)
        raw = 0.3 * raw + np.where(topic[:, None] == topic[None, :], 0.6, 0.0)
    if case.similarity == "ties":
        steps = np.triu(random.integers(0, 3, (n, n)) / 2, 1)
        raw = steps + steps.T
    if case.similarity == "equal":
        raw = np.full((n, n), 0.5)
    kinds = max(1, n // 10)
    if case.similarity == "kinds":
        steps = np.triu(random.integers(1, 10, (kinds, kinds)) / 10)
        steps = steps + np.triu(steps, 1).T
        raw = np.array([[steps[i % kinds, j % kinds] for j in range(n)] for i in range(n)])
    pairs = raw[np.triu_indices(n, 1)]
    p50, p95 = np.quantile(pairs, [0.5, 0.95])
    alike = case.similarity == "equal"
    sections = tuple(
        SectionInput(
            id=f"s{i:03d}",
            name=f"科室{i}",
            lines=(f"线{int(random.integers(case.lines))}",) if case.lines else (),
            people=int(random.integers(case.people[0], case.people[1] + 1)),
            load_hours=None if alike else float(random.integers(10, 140) * 100),
            posts=1 if alike else int(random.integers(1, 3)),
        )
        for i in range(n)
    )
    if case.similarity == "kinds":
        sections = tuple(replace(sections[i % kinds], id=s.id) for i, s in enumerate(sections))
    rules = Rules(
        count=None if case.count is None else round(case.count * n),
        max_members=case.max_members,
        max_people=case.max_people,
        same_line=bool(case.lines),
    )
    calibration = Calibration(float(p50), float(p95))
    weights = Weights().rescaled()
    return Problem(
        sections, raw, calibration, rules, weights=weights, alternatives=case.alternatives
    )


def plain_set_partitioning(
    problem: Problem, limit: float = PEER_LIMIT_S
) -> tuple[float, int | None]:
    """Return seconds and objective of all groups handed to HiGHS at once, gap 0."""
    start = time.perf_counter()
    model = build_model(problem)
    count = problem.rules.count
    widest = problem.rules.max_members
    groups = [
        group
        for size in range(1, widest + 1)
        for group in combinations(range(model.n), size)
        if all(model.ok[i, j] for k, i in enumerate(group) for j in group[k + 1 :])
    ]
    table = tabulate(model, member_rows(model, groups))
    fits = np.logical_and.reduce(list(size_allowed(model, table).values()))
    groups = [groups[k] for k in np.flatnonzero(fits)]
    table = table.take(np.flatnonzero(fits))
    value = values(model, count, table)
    rows = np.concatenate([np.array(group) for group in groups])
    columns = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    cover = sp.csc_array((np.ones(len(rows)), (rows, columns)), shape=(model.n, len(groups)))
    answer = milp(
        -value / 1e6,
        integrality=np.ones(len(groups)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(cover, 1, 1),
            LinearConstraint(np.ones((1, len(groups))), count, count),
            LinearConstraint(is_business(table)[None, :] * 1.0, 0, np.inf),
        ],
        options={"mip_rel_gap": 0, "time_limit": limit},
    )
    seconds = time.perf_counter() - start
    if answer.x is None or answer.status != 0:
        return seconds, None
    return seconds, int(value[answer.x > 0.5].sum())


def measure(case: Case, with_peer: bool) -> str:
    """Return one row of the table."""
    ours, theirs, gaps, equal = [], [], [], True
    for seed in SEEDS:
        problem = department(case, seed)
        repeats = []
        for _ in range(5 if case.sections <= 60 else 3):
            start = time.perf_counter()
            result = solve(problem, stop=Stop(60))
            repeats.append(time.perf_counter() - start)
            if repeats[0] > SLOW_S:
                break
        ours.append(sorted(repeats)[len(repeats) // 2])
        gaps.append(result.gap or 0.0)
        if with_peer and case.peer:
            seconds, objective = plain_set_partitioning(problem)
            theirs.append(seconds)
            equal &= objective is not None and abs(objective - result.objective) <= 20
    worst = max(ours)
    open_ = [gap for gap in gaps if gap > 0]
    proven = "proven"
    if open_:
        proven = f"{len(gaps) - len(open_)} of {len(gaps)} proven, gap ≤ {max(open_):.3g} points"
    peer = ratio = "–"
    if theirs:
        peer = f"{np.median(theirs) * 1000:.0f} ms" + ("" if equal else " (not equal)")
        ratio = f"{np.median(np.array(theirs) / np.array(ours)):.0f}×" if equal else "–"
    cells = [
        case.name,
        f"{np.median(ours) * 1000:.1f} ms",
        f"{worst * 1000:.1f} ms",
        proven,
        case.target or "–",
        peer,
        ratio,
    ]
    row = "| " + " | ".join(cells) + " |"
    print(row, flush=True)
    return row


def main() -> None:
    """Measure every case and write the table beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the peer")
    quick = parser.parse_args().quick
    solve(department(CASES[0], 1), stop=Stop(60))  # imports and first calls are not timed
    rows = [measure(case, with_peer=not quick) for case in CASES]
    if quick:
        return
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    text = [
        "# The planner: time to a proven optimum",
        "",
        f"`python benchmarks/solving.py`, {date.today().isoformat()}, {machine}. Generated",
        "departments, three of each kind: the median and the worst of their median times, from",
        "the problem in memory to the result with its certificate. The peer is plain set",
        "partitioning: every feasible group at once in HiGHS (`scipy.optimize.milp`, gap 0), in",
        "the same run at equal objective.",
        "",
        "| sections | median | worst | result | target | plain set partitioning | ratio |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
    ]
    (HERE / "solving.md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
