"""Matters: duties of three departments or more that are one and the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


ALIKE = 0.5
"""Every two clauses of one topic have at least this cosine."""
FEWEST = 3
"""Two departments are a pair; a topic has more."""

Members = Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Topic:
    """The keys of the duties, ordered by department and key, and how many departments have it."""

    duties: tuple[int, ...]
    departments: int


def matters_of(
    one: Integers, other: Integers, cosine: Floats, members: Members
) -> tuple[Topic, ...]:
    """Join lines into topics, most alike first, so that all lines of a topic are alike.

    Line ``one`` and line ``other`` (a line with itself, too) have this ``cosine``; ``members`` are
    the (department, key) of every line. Complete linkage: no chain of small steps ends in a topic
    of things that are nothing alike. Ties fall to smaller members; most departments come first.
    """
    alike, pairs = _in_order(one, other, cosine, members)
    cluster = {line: {line} for line in alike}
    for u, v in pairs:
        first, second = cluster[u], cluster[v]
        if first is second or not second <= alike[u] or not first <= alike[v]:
            continue
        # What is alike to all lines of a cluster is kept with each of its lines.
        both = alike[u] & alike[v]
        first |= second
        for line in first:
            cluster[line], alike[line] = first, both
    each = {id(lines): lines for lines in cluster.values()}
    topics = [_matter(lines, members) for lines in each.values()]
    enough = (topic for topic in topics if topic.departments >= FEWEST)
    return tuple(sorted(enough, key=lambda topic: (-topic.departments, topic.duties)))


def _in_order(
    one: Integers, other: Integers, cosine: Floats, members: Members
) -> tuple[dict[int, set[int]], list[tuple[int, int]]]:
    """The lines alike to each line and itself, and the pairs of two lines, most alike first; ties
    by what the lines hold, not by their order.
    """
    enough = cosine >= ALIKE
    one, other, cosine = one[enough], other[enough], cosine[enough]
    alike = {line: {line} for line in np.union1d(one, other).tolist()}
    rank = np.zeros(len(members), dtype=np.int64)
    rank[sorted(alike, key=lambda line: members[line][0])] = np.arange(len(alike))
    low = np.minimum(rank[one], rank[other])
    high = np.maximum(rank[one], rank[other])
    order = np.lexsort((high, low, -cosine))
    pairs = [
        (u, v) for u, v in zip(one[order].tolist(), other[order].tolist(), strict=True) if u != v
    ]
    for u, v in pairs:
        alike[u].add(v)
        alike[v].add(u)
    return alike, pairs


def _matter(lines: set[int], members: Members) -> Topic:
    having = sorted({member for line in lines for member in members[line]})
    return Topic(tuple(key for _, key in having), len({department for department, _ in having}))
