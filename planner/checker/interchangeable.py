"""Which blocks are interchangeable, and whether counted groups can cover all of them."""

from __future__ import annotations

import math
from typing import NamedTuple

from planner.checker.problem import Group, Question

NEARLY_HALF = 1e-3  # units; sums of floats in another order differ by far less


class Column(NamedTuple):
    """A group of atoms with its value and its coefficients in the side rules."""

    atoms: Group
    value: int
    business: int
    posts: int


def classes_of(question: Question) -> list[list[int]]:
    """Return the blocks in classes whose members can change places without changing anything."""
    classes: list[list[int]] = []
    able = _orderless(question)
    for a, atom in enumerate(question.atoms):
        for members in classes:
            first = question.atoms[members[0]]
            if able and len(atom) == len(first) == 1 and _alike(question, first[0], atom[0]):
                members.append(a)
                break
        else:
            classes.append([a])
    return classes


def _orderless(question: Question) -> bool:
    """Return whether sums that are compared with limits do not depend on the order of adding."""
    sums = list(question.people)
    if question.rules["max_load_deviation"] is not None:
        sums += question.load
    return all(float(number).is_integer() for number in sums) and math.fsum(sums) < 2**50


def _alike(question: Question, i: int, j: int) -> bool:
    def facts(k: int) -> tuple[float, float, int, bool, bool]:
        section = question.sections[k]
        kept = section["id"] in question.rules["keep"]
        business = section["kind"] == "business" and question.people[k] > 0
        return question.people[k], question.load[k], question.held[k], business, kept

    if facts(i) != facts(j):
        return False
    return all(
        question.q[i][k] == question.q[j][k]
        and question.may_meet(min(i, k), max(i, k)) == question.may_meet(min(j, k), max(j, k))
        for k in range(question.n)
        if k not in (i, j)
    )


def highest_value(question: Question, group: Group, count: int) -> int:
    """Return the highest value of all groups with as many members of every class.

    They differ by rounding alone: a value within dust of a half may go either way.
    """
    raw = question.raw_value(question.figures(group), count)
    down = math.floor(raw)
    best = down + 1 if abs(raw - down - 0.5) < NEARLY_HALF else round(raw)
    return best - question.small_cost(question.heads(group))


def has_counted_cover(
    question: Question,
    classes: list[list[int]],
    columns: list[Column],
    losses: list[int],
    room: int,
    limit: int,
    count: int,
) -> bool:
    """Return whether `count` groups, each as often as needed, use up all classes for over `limit`.

    Only groups within `room` can be part of such a plan.
    """
    label = {a: k for k, members in enumerate(classes) for a in members}
    held = [
        tuple(sum(label[a] == k for a in column.atoms) for k in range(len(classes)))
        for column in columns
    ]
    order = sorted(range(len(classes)), key=lambda k: sum(1 for row in held if row[k]))
    choices: list[list[int]] = [[] for _ in classes]
    for k in sorted(range(len(columns)), key=lambda k: losses[k]):
        choices[next(c for c in order if held[k][c])].append(k)
    needed, most = question.business_needed(count), question.posts_limit
    share = [
        min((losses[k] / sum(held[k]) for k in range(len(columns)) if held[k][c]), default=0.0)
        for c in range(len(classes))
    ]
    seen: dict[tuple[tuple[int, ...], int, int, int], int] = {}

    def search(
        left: tuple[int, ...], groups: int, spare: int, worth: int, business: int, posts: int
    ) -> bool:
        open_classes = [c for c in order if left[c]]
        if not open_classes:
            kept = business >= needed and (most is None or posts <= most)
            return groups == 0 and kept and worth > limit
        key = (left, groups, business, posts)
        if groups == 0 or (key in seen and seen[key] >= worth):
            return False  # so many groups have done as much and were worth no less
        seen[key] = worth
        if sum(n * least for n, least in zip(left, share, strict=True)) > spare + 1:
            return False
        for k in choices[open_classes[0]]:
            if losses[k] > spare:
                return False
            rest = tuple(n - m for n, m in zip(left, held[k], strict=True))
            column = columns[k]
            if min(rest) >= 0 and search(
                rest,
                groups - 1,
                spare - losses[k],
                worth + column.value,
                business + column.business,
                posts + column.posts,
            ):
                return True
        return False

    return search(tuple(len(members) for members in classes), count, room, 0, 0, 0)
