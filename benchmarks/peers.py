"""The planner beside other ways to the same goal, in one run: writes peers.md and peers.svg.

Run with: python benchmarks/peers.py [--quick]. Exact peers get a time limit each; the run takes
some six minutes at most on two cores.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from sklearn.cluster import AgglomerativeClustering, SpectralClustering

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from solving import CASES, Case, department, plain_set_partitioning  # noqa: E402

from planner.api import Stop  # noqa: E402
from planner.groups import member_rows, size_allowed, tabulate  # noqa: E402
from planner.methods.group_pool import enumerate_groups  # noqa: E402
from planner.methods.improve import improved, joined_greedily  # noqa: E402
from planner.model import Model, build_model  # noqa: E402
from planner.problem import Problem  # noqa: E402
from planner.scoring import values  # noqa: E402
from planner.solver import solve  # noqa: E402

SEEDS = (1, 2, 3)
CASE = {case.name: case for case in CASES}
Plan = list[list[int]]


def never() -> bool:
    """Never stop."""
    return False


def ours(problem: Problem, repeats: int = 7) -> tuple[float, int]:
    """Return the median of seconds to the proven optimum, and the objective."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = solve(problem, stop=Stop(60))
        seconds.append(time.perf_counter() - start)
    if result.status != "optimal" or result.objective is None:
        raise SystemExit("the planner did not prove an optimum")
    return float(np.median(seconds)), result.objective


# ---- exact peers: each returns seconds, objective found, whether it was proven ----

Exact = tuple[float, int | None, bool]


def cp_sat_assignment(problem: Problem, limit: float) -> Exact:
    """Return CP-SAT's answer: every section is assigned to a group, a group's worth by table.

    Symmetry is broken (section i in one of the groups 0..i); the worth of what a group holds
    comes out of the list of all feasible groups.
    """
    start = time.perf_counter()
    model = build_model(problem)
    count = int(problem.rules.count or 0)
    pool = enumerate_groups(model, 1 << 40)
    value = values(model, count, pool.table)
    cp = cp_model.CpModel()
    n = model.n
    inside = [[cp.new_bool_var(f"x{i},{k}") for k in range(count)] for i in range(n)]
    for i in range(n):
        cp.add_exactly_one(inside[i])
        for k in range(i + 1, count):
            cp.add(inside[i][k] == 0)
    rows = []
    for column, worth in zip(pool.atoms.T.tolist(), value.tolist(), strict=True):
        held = {a for a in column if a < n}
        rows.append([*(int(i in held) for i in range(n)), worth])
    worths = []
    low, high = int(value.min()), int(value.max())
    for k in range(count):
        worth = cp.new_int_var(low, high, f"w{k}")
        cp.add_allowed_assignments([*(inside[i][k] for i in range(n)), worth], rows)
        worths.append(worth)
    cp.maximize(sum(worths))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = os.cpu_count() or 1
    status = solver.solve(cp)
    seconds = time.perf_counter() - start
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return seconds, None, False
    return seconds, round(solver.objective_value), status == cp_model.OPTIMAL


class Rows:
    """The rows of a linear program, collected one after the other."""

    def __init__(self) -> None:
        self.place: tuple[list[int], list[int], list[float]] = ([], [], [])
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, terms: list[tuple[int, float]], least: float, most: float) -> None:
        """Add least ≤ Σ factor·variable ≤ most."""
        rows, columns, entries = self.place
        rows.extend([len(self.low)] * len(terms))
        columns.extend(k for k, _ in terms)
        entries.extend(x for _, x in terms)
        self.low.append(least)
        self.high.append(most)

    def constraint(self, total: int) -> LinearConstraint:
        """Return the rows as one constraint on `total` variables."""
        rows, columns, entries = self.place
        matrix = sp.csc_array((entries, (rows, columns)), shape=(len(self.low), total))
        return LinearConstraint(matrix, self.low, self.high)


def triangles(rows: Rows, n: int) -> dict[tuple[int, int], int]:
    """Add the triangle inequalities; return the variable of every pair."""
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    place = {pair: k for k, pair in enumerate(pairs)}
    for i in range(n):
        for j in range(i + 1, n):
            for k in range(j + 1, n):
                a, b, c = place[i, j], place[j, k], place[i, k]
                for x, y, z in ((a, b, c), (a, c, b), (b, c, a)):
                    rows.add([(x, 1), (y, 1), (z, -1)], -np.inf, 1)
    return place


def all_groups(problem: Problem) -> tuple[Model, int, list[tuple[int, ...]], np.ndarray]:
    """Return model, count, every feasible group and what it is worth."""
    model = build_model(problem)
    count = int(problem.rules.count or 0)
    pool = enumerate_groups(model, 1 << 40)
    groups = [tuple(a for a in column if a < model.n) for column in pool.atoms.T.tolist()]
    return model, count, groups, values(model, count, pool.table)


def clique_with_groups(problem: Problem, limit: float) -> Exact:
    """Return HiGHS' answer by pair variables (whole) with all triangle inequalities.

    The worth of a group is no sum over its pairs, so every feasible group has a continuous weight
    that is tied to the pairs it joins.
    """
    start = time.perf_counter()
    model, count, groups, value = all_groups(problem)
    rows = Rows()
    place = triangles(rows, model.n)
    first, total = len(place), len(place) + len(groups)
    for i in range(model.n):
        rows.add([(first + g, 1) for g, group in enumerate(groups) if i in group], 1, 1)
    for (i, j), k in place.items():
        joined = [(first + g, 1.0) for g, group in enumerate(groups) if i in group and j in group]
        rows.add([(k, -1.0), *joined], 0, 0)
    rows.add([(first + g, 1) for g in range(len(groups))], count, count)
    answer = milp(
        np.concatenate([np.zeros(first), -value / 1e6]),
        integrality=np.concatenate([np.ones(first), np.zeros(len(groups))]),
        bounds=Bounds(0, 1),
        constraints=rows.constraint(total),
        options={"mip_rel_gap": 0, "time_limit": limit},
    )
    seconds = time.perf_counter() - start
    if answer.x is None:
        return seconds, None, False
    return seconds, int(value[answer.x[first:] > 0.5].sum()), answer.status == 0


def clique_partitioning(problem: Problem, limit: float) -> Exact:
    """Return HiGHS' answer by pair variables alone, with all triangle inequalities.

    The lowest member stands for its group. A row for every feasible group says what the group of
    its lowest member is worth at most, and gives way by each pair that differs.
    """
    start = time.perf_counter()
    model, count, groups, value = all_groups(problem)
    rows, n = Rows(), model.n
    place = triangles(rows, n)
    worths = value / 1e6
    top, spread = float(worths.max()), float(worths.max() - min(0.0, worths.min()))
    lead, worth = len(place), len(place) + n  # first variables of the two kinds
    for i in range(n):
        before = [place[j, i] for j in range(i)]
        for k in before:
            rows.add([(lead + i, 1), (k, 1)], -np.inf, 1)
        rows.add([(lead + i, 1), *((k, 1.0) for k in before)], 1, np.inf)
        rows.add([(worth + i, 1), (lead + i, -top)], -np.inf, 0)
        near = [place[min(i, j), max(i, j)] for j in range(n) if j != i]
        rows.add([(k, 1) for k in near], 0, (problem.rules.max_members or n) - 1)
        heads = [(place[min(i, j), max(i, j)], float(model.people[j])) for j in range(n) if j != i]
        rows.add(heads, 0, float((problem.rules.max_people or np.inf) - model.people[i]))
    rows.add([(lead + i, 1) for i in range(n)], count, count)
    for group, most in zip(groups, worths.tolist(), strict=True):
        i, inside = group[0], set(group)
        signs = [(place[i, j], spread if j in inside else -spread) for j in range(i + 1, n)]
        slack = spread * len(group)  # every other member may be missing, or i not stand for it
        rows.add([(worth + i, 1.0), (lead + i, spread), *signs], -np.inf, most + slack)
    total = worth + n
    upper = np.ones(total)
    upper[:lead] = [float(model.ok[pair]) for pair in place]
    upper[worth:] = top
    lower = np.zeros(total)
    lower[worth:] = -spread
    answer = milp(
        np.concatenate([np.zeros(worth), -np.ones(n)]),
        integrality=np.concatenate([np.ones(worth), np.zeros(n)]),
        bounds=Bounds(lower, upper),
        constraints=rows.constraint(total),
        options={"mip_rel_gap": 0, "time_limit": limit},
    )
    seconds = time.perf_counter() - start
    if answer.x is None:
        return seconds, None, False
    return seconds, round(-float(answer.fun) * 1e6), answer.status == 0


def set_partitioning(problem: Problem, limit: float) -> Exact:
    """Return HiGHS' answer with every feasible group as a column."""
    seconds, objective = plain_set_partitioning(problem, limit)
    return seconds, objective, objective is not None


# ---- heuristics: each returns a plan of `count` groups, allowed or not ----


def greedy(model: Model, count: int) -> Plan | None:
    """Join the pair that gains most, again and again."""
    return joined_greedily(model, count, never)


def greedy_with_moves(model: Model, count: int) -> Plan | None:
    """The same, then moves and swaps while they gain."""
    plan = joined_greedily(model, count, never)
    return None if plan is None else improved(model, plan, 200, never)


def worth_of(model: Model, count: int, groups: Plan) -> float:
    """Return the plan's worth in points; groups that break a rule cost 100 each."""
    table = tabulate(model, member_rows(model, groups))
    allowed = np.ones(len(groups), dtype=bool)
    for fits in size_allowed(model, table).values():
        allowed &= fits
    for k, group in enumerate(groups):
        allowed[k] &= bool(model.ok[np.ix_(group, group)].all())
    return float(values(model, count, table).sum()) / 1e6 - 100.0 * float((~allowed).sum())


def annealing(model: Model, count: int, seconds: float = 2.0) -> Plan:
    """Move or swap sections at random, worse changes ever more rarely."""
    random = np.random.default_rng(7)
    plan = random_plan(model, count, random)
    place = {i: g for g, group in enumerate(plan) for i in group}
    worth = [worth_of(model, count, [group]) for group in plan]
    best, current = [list(g) for g in plan], sum(worth)
    top, start = current, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        heat = 2.0 * (0.001 ** (spent / seconds))
        i = int(random.integers(model.n))
        g, h = place[i], int(random.integers(count))
        if g == h or len(plan[g]) == 1:
            continue
        left, right = [x for x in plan[g] if x != i], [*plan[h], i]
        if random.random() < 0.5 or len(right) > (model.rules.max_members or model.n):
            j = plan[h][int(random.integers(len(plan[h])))]
            left, right = [*left, j], [x for x in right if x != j]
        new = worth_of(model, count, [sorted(left)]), worth_of(model, count, [sorted(right)])
        gain = sum(new) - worth[g] - worth[h]
        if gain >= 0 or random.random() < np.exp(gain / heat):
            plan[g], plan[h] = sorted(left), sorted(right)
            worth[g], worth[h] = new
            for x in plan[g]:
                place[x] = g
            for x in plan[h]:
                place[x] = h
            current += gain
            if current > top:
                best, top = [list(group) for group in plan], current
    return best


def agglomerative(model: Model, count: int) -> Plan:
    """Cluster by similarity, average linkage."""
    labels = AgglomerativeClustering(count, metric="precomputed", linkage="average").fit_predict(
        1 - (model.q + np.eye(model.n))
    )
    return [np.flatnonzero(labels == k).tolist() for k in range(count)]


def spectral(model: Model, count: int) -> Plan:
    """Cluster by similarity, spectral."""
    clustering = SpectralClustering(count, affinity="precomputed", random_state=0)
    labels = clustering.fit_predict(model.q + np.eye(model.n) + 1e-6)
    return [g for k in range(count) if (g := np.flatnonzero(labels == k).tolist())]


def random_plan(model: Model, count: int, random: np.random.Generator) -> Plan:
    """Return a random plan within the rules: random joins of what may be joined."""
    while True:
        groups = [[int(i)] for i in random.permutation(model.n)]
        tries = 0
        while len(groups) > count and tries < 5000:
            tries += 1
            a, b = (int(k) for k in random.choice(len(groups), 2, replace=False))
            both = sorted(groups[a] + groups[b])
            if worth_of(model, count, [both]) > -50:
                groups = [g for k, g in enumerate(groups) if k not in (a, b)] + [both]
        if len(groups) == count:
            return groups


def repaired(model: Model, count: int, plan: Plan) -> tuple[Plan, bool]:
    """Return clusters made to obey the rules by splitting and joining; whether that was needed."""
    good = all(worth_of(model, count, [g]) > -50 for g in plan) and len(plan) == count
    if good:
        return plan, False
    groups: Plan = []
    for group in plan:
        pieces: Plan = []
        for i in group:
            for piece in pieces:
                if worth_of(model, count, [sorted([*piece, i])]) > -50:
                    piece.append(i)
                    break
            else:
                pieces.append([i])
        groups += [sorted(piece) for piece in pieces]
    while len(groups) < count:
        large = max(groups, key=len)
        groups.append([large.pop()])
    while len(groups) > count:
        order = sorted(range(len(groups)), key=lambda k: len(groups[k]))
        joins = [
            (worth_of(model, count, [sorted(groups[a] + groups[b])]), a, b)
            for x, a in enumerate(order[:20])
            for b in order[x + 1 : 40]
        ]
        worth, a, b = max(joins)
        if worth < -50:
            break
        both = sorted(groups[a] + groups[b])
        groups = [g for k, g in enumerate(groups) if k not in (a, b)] + [both]
    return groups, True


@dataclass(frozen=True)
class Quality:
    """Where a heuristic ends between random plans (0) and the optimum (1)."""

    name: str
    share: list[float]
    seconds: list[float]
    broken: int


HEURISTICS: tuple[tuple[str, Callable[[Model, int], Plan | None]], ...] = (
    ("greedy joining", greedy),
    ("greedy, then moves and swaps", greedy_with_moves),
    ("simulated annealing (2 s)", annealing),
    ("agglomerative clustering", agglomerative),
    ("spectral clustering", spectral),
)


def qualities(cases: list[Case]) -> list[Quality]:
    """Return how good the heuristics are on the same departments."""
    found: dict[str, Quality] = {name: Quality(name, [], [], 0) for name, _ in HEURISTICS}
    for case in cases:
        for seed in SEEDS:
            problem = department(case, seed)
            model, count = build_model(problem), int(problem.rules.count or 0)
            optimum = ours(problem, 1)[1] / 1e6
            random = np.random.default_rng(seed)
            zero = np.mean(
                [worth_of(model, count, random_plan(model, count, random)) for _ in range(20)]
            )
            for name, heuristic in HEURISTICS:
                start = time.perf_counter()
                plan = heuristic(model, count)
                seconds = time.perf_counter() - start
                old = found[name]
                if plan is None:
                    found[name] = replace(old, broken=old.broken + 1)
                    continue
                plan, broken = repaired(model, count, plan)
                if len(plan) == count:
                    worth = worth_of(model, count, plan)
                    old.share.append(float((worth - zero) / (optimum - zero)))
                old.seconds.append(seconds)
                found[name] = replace(old, broken=old.broken + broken)
    return list(found.values())


EXACT: tuple[tuple[str, str, Callable[[Problem, float], Exact], float, float], ...] = (
    ("CP-SAT assignment model", "12, free", cp_sat_assignment, 20.0, 400),
    ("clique-partitioning MIP (HiGHS)", "18, lines", clique_partitioning, 20.0, 80),
    ("the same with a weight per group", "18, lines", clique_with_groups, 20.0, 0),
    ("plain set partitioning (HiGHS)", "40, free", set_partitioning, 60.0, 500),
)


@dataclass(frozen=True)
class Race:
    """The planner and one exact peer on the same three departments."""

    peer: str
    case: str
    ours: float
    theirs: float
    ratio: float
    wanted: float
    note: str


def race(name: str, case_name: str, peer: Callable, limit: float, wanted: float) -> Race:
    """Measure one peer; one out of time counts with its limit: the ratio is at least that."""
    mine, their, ratios, notes = [], [], [], []
    for seed in SEEDS:
        problem = department(CASE[case_name], seed)
        seconds, objective = ours(problem)
        other, found, proven = peer(problem, limit)
        mine.append(seconds)
        their.append(other)
        ratios.append(other / seconds)
        if not proven:
            notes.append("out of time")
        elif found is None or abs(found - objective) > 20:
            notes.append(f"another objective: {found} instead of {objective}")
    note = "equal objective" if not notes else "; ".join(sorted(set(notes)))
    if notes:
        note += f" ({len(notes)} of {len(SEEDS)})"
    return Race(
        name, case_name, *(float(np.median(x)) for x in (mine, their, ratios)), wanted, note
    )


def targets() -> list[str]:
    """Return a row for each target on solving, with what was measured now."""
    wanted = (
        ("40, lines", 20.0), ("60, lines", 20.0), ("60, free", 500.0), ("100, free", 1000.0),
        ("60, free, noise", 4000.0), ("60, free, 5 alternatives", 2500.0),
    )  # fmt: skip
    rows = []
    for name, limit in wanted:
        times = [ours(department(CASE[name], seed), 5)[0] * 1000 for seed in SEEDS]
        middle = float(np.median(times))
        met = "met" if middle <= limit else "missed"
        rows.append(
            f"| {name} | {middle:.1f} ms | {max(times):.1f} ms | ≤ {limit:.0f} ms | {met} |"
        )
        print(rows[-1], flush=True)
    return rows


def drawn(races: list[Race], found: list[Quality]) -> str:
    """Return both comparisons as an SVG: times on a logarithmic scale, quality from 0 to 1."""
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {h}" role="img" '
        'font-family="sans-serif" font-size="13">',
        '<rect width="760" height="{h}" fill="#fff"/>',
        '<text x="16" y="26" font-size="15">Time to the proven optimum (logarithmic)</text>',
    ]
    y = 46

    def x_of(seconds: float) -> float:
        return 300 + 72 * (np.log10(max(seconds, 1e-4)) + 4)

    for power in range(-4, 2):
        x = x_of(10.0**power)
        out.append(
            f'<line x1="{x:.0f}" x2="{x:.0f}" y1="40" y2="{40 + 56 * len(races)}" stroke="#ddd"/>'
        )
        label = f"{10.0**power * 1000:g} ms"
        out.append(
            f'<text x="{x:.0f}" y="{56 + 56 * len(races)}" text-anchor="middle" fill="#666">{label}</text>'
        )
    for one in races:
        for name, seconds, colour in (
            (f"this planner, {one.case}", one.ours, "#0b6e4f"),
            (one.peer, one.theirs, "#9aa5b1"),
        ):
            width = x_of(seconds) - 300
            out.append(f'<text x="290" y="{y + 14}" text-anchor="end">{name}</text>')
            out.append(f'<rect x="300" y="{y}" width="{width:.0f}" height="18" fill="{colour}"/>')
            y += 22
        least = "≥ " if "time" in one.note else ""
        out.append(
            f'<text x="{x_of(one.theirs) + 6:.0f}" y="{y - 8}">{least}{one.ratio:.0f}×</text>'
        )
        y += 12
    y += 50
    out.append(
        f'<text x="16" y="{y}" font-size="15">Quality: 0 = random plan, 1 = optimum (range and median)</text>'
    )
    y += 16
    for one in found:
        if not one.share:
            continue
        low, mid, high = (
            300 + 420 * max(0.0, v)
            for v in (min(one.share), float(np.median(one.share)), max(one.share))
        )
        out.append(f'<text x="290" y="{y + 14}" text-anchor="end">{one.name}</text>')
        out.append(
            f'<rect x="{low:.0f}" y="{y + 5}" width="{max(high - low, 1):.0f}" height="8" fill="#9aa5b1"/>'
        )
        out.append(f'<circle cx="{mid:.0f}" cy="{y + 9}" r="5" fill="#1f4e79"/>')
        y += 26
    out.append(
        f'<line x1="720" x2="720" y1="{y - 26 * len(found)}" y2="{y}" stroke="#0b6e4f" stroke-width="2"/>'
    )
    out.append("</svg>")
    return "\n".join(out).replace("{h}", str(y + 20)) + "\n"


def main() -> None:
    """Measure, print, and write table and plot beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="exact peers get 5 s each")
    quick = parser.parse_args().quick
    began = time.perf_counter()
    ours(department(CASE["12, free"], 1), 1)  # imports and first calls are not timed
    rows = targets()
    races = []
    for name, case, peer, limit, wanted in EXACT:
        races.append(race(name, case, peer, min(limit, 5.0) if quick else limit, wanted))
        print(races[-1], flush=True)
    found = qualities([CASE["25, free"], CASE["40, free"], CASE["40, lines"]])
    for one in found:
        print(one.name, [f"{share:.2f}" for share in one.share], one.broken, flush=True)
    load = " ".join(f"{x:.1f}" for x in os.getloadavg())
    text = [
        "# The planner beside its peers",
        "",
        f"`python benchmarks/peers.py`, {date.today().isoformat()}, {os.cpu_count()} cores (load "
        f"{load} at the end), Python {platform.python_version()},",
        f"{time.perf_counter() - began:.0f} s in all. Three generated departments of each kind; "
        "medians, because other work may share the machine.",
        "Times run from the problem in memory to the proven optimum.",
        "",
        "![times and quality](peers.svg)",
        "",
        "## Exact peers",
        "",
        "| peer | sections | planner | peer | ratio | target | result |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {r.peer} | {r.case} | {r.ours * 1000:.2f} ms | {r.theirs * 1000:.0f} ms | "
            f"{'≥ ' if 'time' in r.note else ''}{r.ratio:.0f}× | "
            f"{f'≥ {r.wanted:.0f}×' if r.wanted else '–'} | {r.note} |"
            for r in races
        ),
        "",
        "The assignment model has a variable per section and group, and a table of all feasible groups.",
        "The clique model decides by pairs alone (all triangle inequalities; a row per feasible group",
        "bounds the worth of a group). With a weight per group added it is nearly set partitioning,",
        "which HiGHS solves fast where lines leave a few hundred groups. A peer out of time counts",
        "with its limit, so its ratio is a lower bound.",
        "",
        "## Quality without proof",
        "",
        "0 = mean of 20 random plans within the rules, 1 = the proven optimum; nine departments of 25",
        "and 40 sections. Clusters that break a rule are split and joined until they keep it.",
        "",
        "| method | lowest | median | highest | seconds | broke a rule |",
        "|---|---|---|---|---|---|",
        *(
            f"| {q.name} | {min(q.share):.2f} | {np.median(q.share):.2f} | {max(q.share):.2f} | "
            f"{np.median(q.seconds):.3f} | {q.broken} of 9 |"
            for q in found
            if q.share
        ),
        "",
        "## Targets on solving",
        "",
        "| sections | median | worst | target | |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
    (HERE / "peers.md").write_text("\n".join(text), encoding="utf-8")
    (HERE / "peers.svg").write_text(drawn(races, found), encoding="utf-8")


if __name__ == "__main__":
    main()
