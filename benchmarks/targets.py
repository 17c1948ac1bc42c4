"""Every target of the planner with the figure measured for it: writes targets.md.

Run after solving.py, peers.py and questions.py, whose tables it reads: python benchmarks/targets.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
UNITS = {"µs": 1e-6, "ms": 1e-3, "s": 1.0, "×": 1.0, "MiB": 1.0, "points": 1.0}
FIGURE = re.compile(r"([\d,.]+) ?(µs|ms|s|×|MiB)(?![a-z])")
Row = tuple[str, str, str, bool]  # what, target, measured, whether it is met


def tables(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of all tables of a results file, by the words of their header."""
    header: list[str] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            header = []
        elif not header:
            header = cells
        elif not set(cells[0]) <= set("-: "):
            yield dict(reversed(list(zip(header, cells, strict=True))))  # of equal words the first


def amounts(words: str) -> dict[str, float]:
    """Return the first amount of each kind (seconds, ratio, memory) that a cell tells."""
    found: dict[str, float] = {}
    for figure, unit in FIGURE.findall(words):
        kind = unit if unit in ("×", "MiB") else "time"
        found.setdefault(kind, float(figure.replace(",", "")) * UNITS[unit])
    return found


def met(target: str, measured: str) -> bool:
    """Whether every amount that the target names is kept by what was measured."""
    limits, figures = amounts(target), amounts(measured)
    sign = -1 if target.startswith("≥") else 1
    return all(sign * figures[kind] <= sign * limit for kind, limit in limits.items())


def row(what: str, target: str, measured: str) -> Row:
    """Return one line of the table."""
    return what, target, measured, met(target, measured)


def solving() -> Iterator[Row]:
    """Times to a proven optimum: the worst of three departments counts."""
    for cells in tables("solving.md"):
        if cells["target"] != "–" and cells["result"] == "proven":
            yield row(f"solve, sections: {cells['sections']}", cells["target"], cells["worst"])


def beside_peers() -> Iterator[Row]:
    """Ratios to exact peers at equal objective."""
    for cells in tables("peers.md"):
        if cells.get("target", "–").startswith("≥"):
            what = f"beside {cells['peer']}, sections: {cells['sections']}"
            yield row(what, cells["target"], cells["ratio"])


def asking() -> Iterator[Row]:
    """Times of questions: medians, as questions.md has them."""
    for cells in tables("questions.md"):
        if cells["target"] == "–":
            continue
        kind = cells["answer"].split(" (")[0] if cells["question"] == "why not" else ""
        what = f"{cells['question']}, {cells['sections']}{f' ({kind})' if kind else ''}"
        measured = cells["time"]
        if "MiB" in cells["target"]:
            measured += f", {cells['answer'].split(' a process')[0]}"
        yield row(what, cells["target"], measured)


def overlap() -> Iterator[Row]:
    """The overlap matrix, each size in a process of its own."""
    for count, target in ((413, "≤ 60 ms"), (5000, "≤ 0.6 s, ≤ 200 MiB")):
        command = [sys.executable, str(HERE / "overlap.py"), "ours", str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, growth, _ = done.stdout.split()
        yield row(
            f"overlap matrix, {count:,} sections",
            target,
            f"{float(seconds) * 1000:.0f} ms, {growth} MiB more than before",
        )


def main() -> None:
    """Write and print the table."""
    rows = [*solving(), *beside_peers(), *asking(), *overlap()]
    lines = [
        f"| {what} | {target} | {measured} | {'yes' if kept else '**no**'} |"
        for what, target, measured, kept in rows
    ]
    text = [
        "# Targets of the planner",
        "",
        f"`make bench`, {date.today().isoformat()}; the figures come from solving.md, peers.md,",
        "questions.md and overlap.py of the same machine.",
        "",
        "| what | target | measured | met |",
        "|---|---|---|---|",
        *lines,
        "",
    ]
    (HERE / "targets.md").write_text("\n".join(text), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
