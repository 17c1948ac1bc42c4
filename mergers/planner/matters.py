"""Matters: duties of three departments or more that are one and the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALIKE = 0.5
"""Every two clauses of one matter have at least this cosine."""
FEWEST = 3
"""Two departments are a pair; a matter has more."""

Members = Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Matter:
    """The keys of the duties, ordered by department and key, and how many departments have it."""

    duties: tuple[int, ...]
    departments: int


def matters_of(alike: Mapping[tuple[int, int], float], members: Members) -> tuple[Matter, ...]:
    """Join lines into matters, most alike first, so that all lines of a matter are alike.

    ``alike`` holds the cosine of two lines (or of a line with itself) that may be joined,
    ``members`` the (department, key) of every line. Complete linkage: no chain of small steps ends
    in a matter of things that are nothing alike. Ties fall to smaller keys; most departments first.
    """
    first = {line: members[line][0] for pair in alike for line in pair}
    cluster = {line: {line} for line in first}
    for u, v in _ordered(alike, first):
        one, other = cluster[u], cluster[v]
        if one is not other and all(_are_alike(alike, x, y) for x in one for y in other):
            one |= other
            for line in other:
                cluster[line] = one
    each = {id(lines): lines for lines in cluster.values()}
    matters = [_matter(lines, members) for lines in each.values()]
    enough = (matter for matter in matters if matter.departments >= FEWEST)
    return tuple(sorted(enough, key=lambda matter: (-matter.departments, matter.duties)))


def _ordered(
    alike: Mapping[tuple[int, int], float], first: Mapping[int, tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs of different lines, most alike first, by what the lines hold and not their order."""
    pairs = [(u, v) for (u, v), cosine in alike.items() if u != v and cosine >= ALIKE]
    return sorted(pairs, key=lambda pair: (-alike[pair], *sorted((first[pair[0]], first[pair[1]]))))


def _are_alike(alike: Mapping[tuple[int, int], float], u: int, v: int) -> bool:
    return alike.get((u, v), alike.get((v, u), 0.0)) >= ALIKE


def _matter(lines: set[int], members: Members) -> Matter:
    having = sorted({member for line in lines for member in members[line]})
    return Matter(tuple(key for _, key in having), len({department for department, _ in having}))
