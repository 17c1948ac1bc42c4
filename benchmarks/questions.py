"""Times of the questions leaders ask, beside their targets: writes questions.md.

Run with: python benchmarks/questions.py
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from solving import Case, department  # noqa: E402

from planner.api import Stop  # noqa: E402
from planner.methods.answer import clock_of  # noqa: E402
from planner.model import build_model  # noqa: E402
from planner.problem import Problem  # noqa: E402
from planner.questions.curve import k_curve  # noqa: E402
from planner.questions.moves import table_of  # noqa: E402
from planner.questions.near import near_plans  # noqa: E402
from planner.questions.pareto import pareto_front  # noqa: E402
from planner.questions.price import price_rules  # noqa: E402
from planner.questions.region import (  # noqa: E402
    Split,
    best_split,
    department_curve,
)
from planner.questions.stability import stability  # noqa: E402
from planner.questions.whynot import why_not  # noqa: E402
from planner.solver import Solver  # noqa: E402

# how many departments of a real city have so many sections: 46 departments, 413 sections
CITY = {4: 1, 5: 6, 6: 9, 7: 6, 8: 4, 9: 4, 10: 2, 11: 3, 12: 2, 13: 1, 14: 3, 15: 2, 17: 1, 18: 2}
TOTAL = 295
REGIONS = 16
PROCESSES = 2
REPEATS = 5
Row = tuple[str, str, Any, str, str]  # question, case, times, answer, target


def problem(sections: int, lines: int, count: float | None = 0.72) -> Problem:
    """Return a generated department; `count` is the share of sections that are to be left."""
    return department(Case("", sections, lines, count=count), 1)


def city(seed: int, with_lines: bool) -> list[Problem]:
    """Return 46 departments with the sizes of a real city; lines of about four sections."""
    sizes = [size for size, number in CITY.items() for _ in range(number)]
    return [
        department(
            Case("", size, max(1, size // 4) if with_lines else 0, count=None), 100 * seed + k
        )
        for k, size in enumerate(sizes)
    ]


def split(departments: list[Problem]) -> Split:
    """Return every department's curve and the best split of the total."""
    curves = [department_curve(one, Stop(None)) for one in departments]
    return best_split(curves, TOTAL)


@dataclass
class Times:
    """Wall and processor seconds of repeats of the same work."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, ask: Callable[[], Any]) -> Any:
        """Do the work once more and return its answer."""
        wall, processor = time.perf_counter(), time.process_time()
        answer = ask()
        self.processor.append(time.process_time() - processor)
        self.wall.append(time.perf_counter() - wall)
        return answer


def timed(ask: Callable[[], Any], repeats: int = REPEATS) -> tuple[Times, Any]:
    """Return the times, and the answer."""
    times, answer = Times(), None
    for _ in range(repeats):
        answer = times.add(ask)
    return times, answer


def curves() -> Iterator[Row]:
    """Time curves over all counts, the groups not listed beforehand."""
    for name, n, lines in [
        ("9, free", 9, 0),
        ("15, free", 15, 0),
        ("18, free", 18, 0),
        ("40, free", 40, 0),
        ("60, lines", 60, 7),
        ("60, free", 60, 0),
    ]:
        asked = problem(n, lines)
        seconds, curve = timed(
            lambda asked=asked: k_curve(Solver(build_model(asked))),
            REPEATS if n < 60 or lines else 1,
        )
        proven = sum(point.status in ("optimal", "infeasible") for point in curve.points)
        yield "K-curve", name, seconds, f"{proven} of {n} counts proven", "–"


def regions() -> Iterator[Row]:
    """Time one region on one core, and many in two processes."""
    for name, with_lines in [("lines", True), ("free", False)]:
        departments = city(1, with_lines)
        seconds, found = timed(partial(split, departments))
        answer = f"{found.status}, every K of every department"
        yield (
            "region",
            f"46 departments, 413 sections, {name}",
            seconds,
            answer,
            "≤ 0.5 s, one core",
        )
    for name, with_lines in [("lines", True), ("free", False)]:
        seconds, mebibytes = many_regions(with_lines)
        yield (
            "region",
            f"{REGIONS} regions, {REGIONS * 413:,} sections, {name}, {PROCESSES} processes",
            seconds,
            f"{mebibytes:.0f} MiB a process at most",
            "≤ 8 s, ≤ 150 MiB",
        )


def many_regions(with_lines: bool) -> tuple[Times, float]:
    """Return the times of the slower process and the peak memory of the larger one."""
    share = [range(1 + k, 1 + REGIONS, PROCESSES) for k in range(PROCESSES)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as processes:
        done = list(processes.map(one_process, share, [with_lines] * PROCESSES))
    slower = max((times for times, _ in done), key=lambda times: sum(times.wall))
    whole = Times([sum(slower.wall)], [sum(slower.processor)])
    return whole, max(peak for _, peak in done)


def one_process(seeds: range, with_lines: bool) -> tuple[Times, float]:
    """Solve regions one after the other; making them up is not timed."""
    times = Times()
    for seed in seeds:
        departments = city(seed, with_lines)
        found = times.add(partial(split, departments))
        if found.status != "optimal":
            raise RuntimeError(f"region {seed}: {found.status}")
    return times, peak_mebibytes()


def peak_mebibytes() -> float:
    """Return the peak of this program's memory; getrusage would count its parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def forced() -> Iterator[Row]:
    """Time pairs forced together, each on a fresh solver unless the case says warm."""
    for name, n, lines, count in [
        ("60, lines, K given", 60, 7, 0.72),
        ("60, lines, every K, warm", 60, 7, None),
        ("60, free, K given, warm", 60, 0, 0.72),
        ("18, free, every K, warm", 18, 0, None),
    ]:
        asked = problem(n, lines, count)
        solver = Solver(build_model(asked))
        best = solver.best(solver.model.counts(), clock_of(None))
        ids = solver.model.ids
        groups = [[ids[i] for i in group] for group in best.groups]
        if "warm" in name:
            why_not(solver, ids[0], ids[1], plan=groups)
        found: dict[str, Times] = {}
        for a, b in [(a, b) for a in range(0, n, n // 6) for b in range(1, n, n // 6) if a != b]:
            here = solver if "warm" in name else Solver(build_model(asked))
            times = Times()
            answer = times.add(partial(why_not, here, ids[a], ids[b], plan=groups))
            kind = "a rule forbids it" if answer.status == "forbidden" else "allowed"
            if answer.status != "together":
                both = found.setdefault(kind, Times())
                both.wall += times.wall
                both.processor += times.processor
        for kind, times in sorted(found.items()):
            told = f"{kind} ({len(times.wall)} asked); worst {in_words(max(times.wall))}"
            yield "why not", name, times, told, "≤ 50 ms"


def judged() -> Iterator[Row]:
    """Time the questions of many re-solves."""
    lines, free = problem(60, 7), problem(60, 0)
    for name, asked in [("60, lines", lines), ("60, free", free)]:
        stop = Stop(30)
        seconds, found = timed(
            lambda a=asked, s=stop: price_rules(Solver(build_model(a)), stop=s), 1
        )
        proven = sum(price.proven for price in found.prices)
        answer = f"{proven} of {len(found.prices)} rules proven"
        yield "price of every rule", name, seconds, answer, "–"
        seconds, found = timed(lambda a=asked: stability(Solver(build_model(a))), 1)
        yield "stability, 30 runs", name, seconds, f"{found.proven} runs proven", "–"
        seconds, found = timed(lambda a=asked: near_plans(Solver(build_model(a)), points=0.2), 1)
        number = found.number if found.complete else f"at least {found.number}"
        yield "all plans within 0.2 points", name, seconds, f"{number} plans", "–"
        seconds, found = timed(
            lambda a=asked: pareto_front(Solver(build_model(a)), stop=Stop(30)), 1
        )
        proven = sum(point.proven for point in found.points)
        finished = "sweep finished" if found.complete else "cut short"
        answer = f"{len(found.points)} plans, {proven} proven, {finished}"
        yield "Pareto front", name, seconds, answer, "–"


def moved() -> Iterator[Row]:
    """Time the table of all single moves, and hand edits scored off it."""
    asked = problem(100, 0)
    draw = random.Random(1)
    model = build_model(asked)
    count = asked.rules.count
    groups = [list(range(k, model.n, count)) for k in range(count)]
    seconds, table = timed(lambda: table_of(model, groups), 20)
    yield "all single moves", "100 sections", seconds, f"{table.possible.sum():,} moves", "≤ 15 ms"
    tried = [(draw.choice(model.ids), draw.randrange(count)) for _ in range(20_000)]
    tried = [(s, g) for s, g in tried if table.possible[model.index[s], g]]

    def try_all() -> None:
        for section, target in tried:
            table.move(section, target)

    times, _ = timed(try_all)
    each = Times(*([t / len(tried) for t in kind] for kind in (times.wall, times.processor)))
    yield "one move tried", "100 sections", each, "score, parts, rules broken", "≤ 10 µs"


def in_words(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def main() -> None:
    """Measure every question and write the table beside this file."""
    k_curve(Solver(build_model(problem(18, 0))))  # imports and first calls are not timed
    rows = []
    for part in (curves, regions, forced, judged, moved):
        for question, case, times, answer, target in part():
            wall, processor = in_words(median(times.wall)), in_words(median(times.processor))
            cells = (question, case, wall, processor, answer, target)
            rows.append("| " + " | ".join(cells) + " |")
            print(rows[-1], flush=True)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    text = [
        "# The planner: times of the questions",
        "",
        f"`python benchmarks/questions.py`, {date.today().isoformat()}, {machine}. Departments",
        "generated as for solving.md, at most four sections and 15 people to a group; medians of",
        "wall time (other programs were running too) and of this program's own processor time, from",
        "the problem in memory to the answer. “Lines”: merges within lines only; “free”: any",
        "section with any other; “warm”: the solver has answered one question before. The",
        "departments of a region have the sizes of those of a real city.",
        "",
        "| question | sections | time | processor | answer | target |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
    ]
    (HERE / "questions.md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
