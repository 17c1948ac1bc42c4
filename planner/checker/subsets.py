"""Finds the best plan of so many groups by trying all subsets, where blocks fall into components."""

from __future__ import annotations

from planner.checker.problem import Group, Question

NEVER = -(10**18)  # worth of what cannot be
MOST_BLOCKS = 20  # of one component: its subsets are gone through


def best_value(question: Question, count: int) -> int | None:
    """Return the worth of the best plan of `count` groups, None where there is none.

    Rules on a plan as a whole (business share, posts) are left out, so it is a bound with them.
    Blocks that may never meet, not even over others, lie in different components; no group spans two.
    """
    total = [0]
    for blocks in _components(question):
        if len(blocks) > MOST_BLOCKS:
            raise ValueError("a component is too large for a proof by subsets")
        total = _combined(total, _Component(question, blocks, count).best())
    found = total[count] if count < len(total) else NEVER
    return found if found > NEVER // 2 else None


def _components(question: Question) -> list[list[int]]:
    components: list[list[int]] = []
    left = set(range(len(question.atoms)))
    while left:
        component = [left.pop()]
        for a in component:
            component += [b for b in left if _meet(question, a, b)]
            left.difference_update(component)
        components.append(sorted(component))
    return components


def _meet(question: Question, a: int, b: int) -> bool:
    atoms = question.atoms
    return all(question.may_meet(i, j) for i in atoms[a] for j in atoms[b])


def _combined(first: list[int], second: list[int]) -> list[int]:
    """Return the best sums of an entry of each list, by the sum of their places."""
    best = [NEVER] * (len(first) + len(second) - 1)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            best[i + j] = max(best[i + j], a + b)
    return [max(value, NEVER) for value in best]


class _Component:
    """The groups of one component as bit masks, listed under their lowest block."""

    def __init__(self, question: Question, blocks: list[int], count: int) -> None:
        self.question, self.blocks, self.count = question, blocks, count
        self.meets = [
            sum(1 << k for k, b in enumerate(blocks) if b != a and _meet(question, a, b))
            for a in blocks
        ]
        self.groups: list[list[tuple[int, int]]] = [[] for _ in blocks]
        self.known: dict[int, list[int]] = {0: [0]}
        for k in range(len(blocks)):
            later = self.meets[k] >> (k + 1) << (k + 1)
            self._list(k, 1 << k, question.atoms[blocks[k]], later)

    def _list(self, lowest: int, mask: int, sections: Group, later: int) -> None:
        """List the group and all that grow out of it by blocks of `later`."""
        question = self.question
        inside = tuple(sorted(sections))
        if question.size_allowed(inside):
            self.groups[lowest].append((mask, question.value(inside, self.count)))
        members, people = question.rules["max_members"], question.rules["max_people"]
        while later:
            bit = later & -later
            later ^= bit
            k = bit.bit_length() - 1
            grown = (*sections, *question.atoms[self.blocks[k]])
            if members is not None and len(grown) > members:
                continue
            if people is not None and question.heads(grown) > people + 1e-6:
                continue
            self._list(lowest, mask | bit, grown, later & self.meets[k])

    def best(self) -> list[int]:
        """Return the best worth of the component split into 0, 1, 2… groups."""
        return self._split((1 << len(self.blocks)) - 1)

    def _split(self, mask: int) -> list[int]:
        if mask in self.known:
            return self.known[mask]
        best = [NEVER] * (mask.bit_count() + 1)
        outside = ~mask
        for group, value in self.groups[(mask & -mask).bit_length() - 1]:
            if group & outside:
                continue
            for j, rest in enumerate(self._split(mask ^ group), start=1):
                if rest + value > best[j]:
                    best[j] = rest + value
        self.known[mask] = [max(value, NEVER) for value in best]
        return self.known[mask]
