"""What a general office with 14 duties that touch every section does to overlap and plans.

Run: python benchmarks/overlap_office.py
Into every department of the sample city with 8 business sections or more an office is put whose
duties are those of the sections, as they are, coordinated, or shortened. Prints the table of
docs/planner-overlap.md: with the text similarities alone, and less the hub's excess.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from departments.workbook.reading import read_workbook  # noqa: E402
from planner.api import Stop  # noqa: E402
from planner.fileio import problem_from_json  # noqa: E402
from planner.solver import solve  # noqa: E402
from similarity.hubs import hub_excess, less_hubs  # noqa: E402
from similarity.overlap import (  # noqa: E402
    SectionText,
    calibrate,
    fit,
    normalise,
    similarity,
)

CITY = ROOT / "departments" / "sample" / "市直46部门机构人员职责汇总.xlsx"
DUTIES = 14
STYLES = {"as they are": "{}", "coordinated": "协调{}", "shortened": "统筹协调{:.10}有关工作"}


def city() -> list[list[tuple[SectionText, str]]]:
    """Return the sections of every department with their kinds."""
    reading = read_workbook(CITY, CITY.name)
    duties: dict[tuple[str | None, str], list[str]] = {}
    for row in reading.duties:
        duties.setdefault((row.department, row.values["section"]), []).append(row.values["duty"])
    city: dict[str | None, list[tuple[SectionText, str]]] = {}
    for row in reading.sections:
        name = row.values["section"]
        text = SectionText(name, tuple(duties.get((row.department, name), ())))
        city.setdefault(row.department, []).append((text, row.values.get("kind") or ""))
    return list(city.values())


def office_for(sections: list[SectionText], style: str) -> SectionText:
    """Return an office with a duty of every section in turn, 14 in all."""
    places = [(section, k) for k in range(DUTIES) for section in sections if section.duties]
    taken = [section.duties[k % len(section.duties)] for section, k in places[:DUTIES]]
    return SectionText("办公室", tuple(STYLES[style].format(duty) for duty in taken))


@dataclass(frozen=True)
class Figures:
    """The office's mean closeness to a section, and how many sections its cluster and its group
    of the proven plan have.
    """

    near: float
    cluster: int
    group: int


def measure(matrix: np.ndarray, p50: float, p95: float) -> Figures:
    """Cluster and plan a department, kinds mixing, a quarter of the sections less.

    The office is the last section.
    """
    n = len(matrix)
    count = round(0.75 * n)
    tree = linkage(np.maximum(1 - matrix[np.triu_indices(n, 1)], 0), "average")
    labels = fcluster(tree, count, "maxclust")
    problem = problem_from_json(
        {
            "sections": [{"id": str(i), "people": 3, "posts": 2} for i in range(n)],
            "overlap": matrix.tolist(),
            "calibration": {"p50": p50, "p95": p95},
            "rules": {"count": count},
        }
    )
    plan = solve(problem, stop=Stop(time_limit_s=60)).plan
    assert plan is not None  # noqa: S101
    [home] = [group.members for group in plan.groups if str(n - 1) in group.members]
    near = float(np.mean(normalise(matrix, p50, p95)[-1, :-1]))
    return Figures(near, int((labels == labels[-1]).sum()), len(home))


def cases(style: str) -> Iterator[tuple[Figures, Figures, int]]:
    """Yield figures by text, less hubs, and the number of hubs besides the office."""
    departments = city()
    for own in departments:
        business = [text for text, kind in own if kind == "业务"]
        if len(business) < 8:
            continue
        texts = [*business, office_for(business, style)]
        rest = [text for other in departments if other is not own for text, _ in other]
        corpus = fit([*rest, *texts])
        start, within = 0, []
        for other in departments:
            if other is not own:
                within.append(similarity(corpus, range(start, start + len(other))))
                start += len(other)
        text = similarity(corpus, texts)
        excess = hub_excess(text)
        left = less_hubs(text, excess)
        p50, p95 = calibrate([*within, left])
        yield measure(text, p50, p95), measure(left, p50, p95), int((excess[:-1] > 0).sum())


def main() -> None:
    """Print the table, and how many hubs the city has of its own."""
    print("| duties of the office | departments | | closeness to a section | cluster | group |")
    print("|---|---:|---|---:|---:|---:|")
    others = 0
    for style in STYLES:
        found = list(cases(style))
        for row, words in enumerate(("text alone", "less the hub's excess")):
            figures = [case[row] for case in found]
            near = statistics.mean(each.near for each in figures)
            cluster = statistics.mean(each.cluster for each in figures)
            group = statistics.mean(each.group for each in figures)
            first = f"{style} | {len(found)}" if row == 0 else " | "
            print(f"| {first} | {words} | {near:.2f} | {cluster:.1f} | {group:.1f} |")
        others += sum(case[2] for case in found)
    texts = [[text for text, _ in own] for own in city()]
    corpus = fit([text for own in texts for text in own])
    hubs = sum(int((hub_excess(similarity(corpus, own)) > 0).sum()) for own in texts)
    print(f"\nOther sections taken for hubs: {others}.")
    print(f"Hubs among the {sum(map(len, texts))} sections as they are: {hubs}.")


if __name__ == "__main__":
    main()
