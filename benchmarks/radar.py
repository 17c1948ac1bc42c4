"""Times the radar of a region (413 and 5,000 sections) beside scikit-learn and RapidFuzz.

Run: python benchmarks/radar.py   (needs benchmarks/requirements.txt)
Prints the table of benchmarks/radar.md; every row in a process of its own. The duties are made up
by a fixed recipe: departments of nine sections, each with fields of its own, a few of which it
shares with another department.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.overlap import COMMON, FIELDS, OBJECTS, VERBS

PER_DEPARTMENT = 9
THRESHOLD = 0.25
BLOCK = 1000
ASPECTS = [
    "建设",
    "服务",
    "安全",
    "监测",
    "信息",
    "保护",
    "市场",
    "标准",
    "人才",
    "设施",
    "资金",
    "试点",
]
Row = tuple[int, int, str, str]


def make_duties(sections: int, seed: int = 7) -> list[Row]:
    """Return (key, department, section, text), about five duties to a section."""
    rng = random.Random(seed)
    fields = [f"{field}{aspect}" for field, aspect in product(FIELDS, ASPECTS)]
    rng.shuffle(fields)
    rows: list[Row] = []
    for section in range(sections):
        department = section // PER_DEPARTMENT
        own = fields[2 * department % len(fields) :][:3] or fields[:3]  # the third is a neighbour's
        field = rng.choice(own)
        texts = [
            f"{rng.choice(VERBS)}{field}{rng.choice(OBJECTS)}" for _ in range(rng.randint(3, 6))
        ]
        for text in (*texts, rng.choice(COMMON)):
            rows.append((len(rows), department, f"{field}科", text))
    return rows


def ours(rows: list[Row]) -> int:
    """The radar: read, find, with counts of departments, best partners and topics."""
    from similarity import radar
    from similarity.duty_lines import RadarDuty, read

    return len(radar.find(read(RadarDuty(*row) for row in rows), threshold=THRESHOLD).pairs)


def scikit_learn(rows: list[Row]) -> int:
    """Bigram TF-IDF over duties, dense cosine by blocks of rows; counts pairs above the threshold."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import linear_kernel

    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 2), sublinear_tf=True, dtype=np.float32
    )
    matrix = vectorizer.fit_transform(text for *_, text in rows)
    department = np.array([row[1] for row in rows])
    found = 0
    for start in range(0, len(rows), BLOCK):
        near = linear_kernel(matrix[start : start + BLOCK], matrix) >= THRESHOLD
        found += int((near & (department[start : start + BLOCK, None] != department)).sum())
    return found // 2


def rapidfuzz(rows: list[Row]) -> int:
    """RapidFuzz's edit-distance ratio of every two duties on both cores, by blocks of rows."""
    import numpy as np
    from rapidfuzz import fuzz, process

    texts = [text for *_, text in rows]
    department = np.array([row[1] for row in rows])
    found = 0
    for start in range(0, len(rows), BLOCK):
        ratio = process.cdist(
            texts[start : start + BLOCK], texts, scorer=fuzz.ratio, score_cutoff=60, workers=-1
        )
        found += int(((ratio > 0) & (department[start : start + BLOCK, None] != department)).sum())
    return found // 2


CONTESTANTS = {
    "ours": (ours, "similarity.radar"),
    "scikit_learn": (scikit_learn, "scikit-learn, dense cosine"),
    "rapidfuzz": (rapidfuzz, "RapidFuzz cdist, ratio ≥ 60"),
}


def measure(who: str, sections: int, repeats: int) -> None:
    """Print the median seconds, the growth of the peak memory and the peak (MiB), the pairs."""
    contestant = CONTESTANTS[who][0]
    contestant(make_duties(30, seed=1))  # imports and first-call costs are not the measurement
    rows = make_duties(sections)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, pairs = [], 0
    for _ in range(repeats):
        started = time.perf_counter()
        pairs = contestant(rows)
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    growth = (peak - before) / 1024
    print(f"{statistics.median(seconds):.3f} {growth:.0f} {peak / 1024:.0f} {pairs} {len(rows)}")


def main() -> None:
    """Run every contestant at every size in a fresh process and print the table."""
    if len(sys.argv) == 4:
        measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
        return
    print(
        "| sections | duties | method | seconds (median) | × ours | growth, MiB | peak RSS, MiB |"
    )
    print("|---:|---:|---|---:|---:|---:|---:|")
    for sections, repeats in ((413, 5), (5000, 3)):
        fastest = 0.0
        for who, (_, label) in CONTESTANTS.items():
            command = [sys.executable, __file__, who, str(sections), str(repeats)]
            figures = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, growth, peak, _, duties = figures.stdout.split()
            fastest = fastest or float(seconds)
            ratio = float(seconds) / fastest
            print(
                f"| {sections:,} | {int(duties):,} | {label} | {seconds} | {ratio:.1f} | {growth} | {peak} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
