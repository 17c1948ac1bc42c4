"""Facts of many groups at once (people, load, similarity…), always summed in canonical order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model import EPSILON, Bools, Floats, Ints, Model


@dataclass(frozen=True, slots=True, eq=False)
class GroupTable:
    """Facts of N groups, one array entry each.

    `members` sections, `people`, `load` in hours, `q_sum` over the pairs, `people_max` of one
    member, `posts` held before, `posts_after` by the posts rule, `business` people, `lone_kept`:
    a single section that must stay as it is.
    """

    members: Ints
    people: Floats
    load: Floats
    q_sum: Floats
    people_max: Floats
    posts: Ints
    posts_after: Ints
    business: Floats
    lone_kept: Bools

    def __len__(self) -> int:
        return len(self.members)

    def take(self, rows: NDArray[np.intp]) -> GroupTable:
        """Return the facts of some of the groups."""
        return GroupTable(*(getattr(self, name)[rows] for name in self.__slots__))

    @staticmethod
    def joined(tables: Sequence[GroupTable]) -> GroupTable:
        """Return the facts of all tables, one after the other."""
        names = GroupTable.__slots__
        return GroupTable(*(np.concatenate([getattr(t, k) for t in tables]) for k in names))


def member_rows(model: Model, groups: Iterable[Sequence[int]]) -> NDArray[np.intp]:
    """Return groups of section indices as sorted columns, padded with n: shape (width, N)."""
    lists = [sorted(group) for group in groups]
    width = max((len(group) for group in lists), default=1)
    rows = np.full((width, len(lists)), model.n, dtype=np.intp)
    for column, group in enumerate(lists):
        rows[: len(group), column] = group
    return rows


def tabulate(model: Model, members: NDArray[np.intp]) -> GroupTable:
    """Return the facts of groups given as `members` of shape (width, N), ascending, padded with n.

    Sums run over members in ascending order, and over pairs (i, j), i < j, by j and then i, one
    addition after the other: a group's facts are the same bits wherever they are computed.
    """
    people, load = np.append(model.people, 0.0), np.append(model.load, 0.0)
    posts, business = np.append(model.posts, 0), np.append(model.business, 0.0)
    q = np.zeros((model.n + 1, model.n + 1))
    q[:-1, :-1] = model.q
    size = members.shape[1]
    total = {k: np.zeros(size) for k in ("people", "load", "q", "max", "business")}
    posts_sum = np.zeros(size, dtype=np.int64)
    for j, column in enumerate(members):
        heads = people[column]
        total["people"] += heads
        total["load"] += load[column]
        total["business"] += business[column]
        np.maximum(total["max"], heads, out=total["max"])
        posts_sum += posts[column]
        for i in range(j):
            total["q"] += q[members[i], column]
    count = (members < model.n).sum(axis=0)
    kept = np.append(model.kept, False)[members[0]] & (count == 1)
    return GroupTable(
        members=count.astype(np.int64),
        people=total["people"],
        load=total["load"],
        q_sum=total["q"],
        people_max=total["max"],
        posts=posts_sum,
        posts_after=posts_after(model, total["people"]),
        business=total["business"],
        lone_kept=kept,
    )


def posts_after(model: Model, people: Floats) -> Ints:
    """Return leadership posts for groups of so many people; the last step holds above its end."""
    rule = model.problem.posts_rule
    limits = np.array([np.inf if upper is None else upper for upper, _ in rule[:-1]])
    posts = np.array([number for _, number in rule], dtype=np.int64)
    step: Ints = posts[np.searchsorted(limits + EPSILON, people, side="left")]
    return step


def load_ratio(model: Model, table: GroupTable) -> Floats:
    """Return x, the load per head over the department's mean; 1 where there is nothing to say."""
    if model.mean_load is None:
        return np.ones(len(table))
    expected = model.mean_load * table.people
    return np.divide(table.load, expected, out=np.ones(len(table)), where=expected > 0)


def is_business(table: GroupTable) -> Bools:
    """Return which groups count as business groups: at least half of the people are."""
    return np.asarray(table.business >= table.people / 2 - EPSILON)


def size_allowed(model: Model, table: GroupTable) -> dict[str, Bools]:
    """Return, per rule on a group's size or load, which groups obey it."""
    rules = model.rules
    obeyed: dict[str, Bools] = {}
    if rules.max_members is not None:
        obeyed["max_members"] = table.members <= rules.max_members
    if rules.max_people is not None:
        fits = table.people <= rules.max_people + EPSILON
        obeyed["max_people"] = fits | (table.members == 1)
    if rules.min_people is not None:
        obeyed["min_people"] = (table.people >= rules.min_people - EPSILON) | table.lone_kept
    if rules.max_load_deviation is not None:
        away = np.abs(load_ratio(model, table) - 1)
        fits = away <= rules.max_load_deviation + EPSILON
        obeyed["max_load_deviation"] = fits | (table.people == 0)
    return obeyed
