"""Numbers of groups that are too few for the sections by counting alone, with their proof."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from planner.methods.answer import Answer, Node
from planner.methods.relaxation import SCALE, Duals
from planner.model import EPSILON, Model
from planner.scoring import lowest_value

PARTS_OF_A_PERSON: Final = 1000  # people are counted in whole thousandths


def beyond_capacity(model: Model, count: int) -> Answer | None:
    """Return the answer that `count` groups cannot hold all sections, with its proof; None where they may.

    Every group holds at most so many members, or people (a section above that limit stays alone
    and counts as the limit). With a price on room that is high enough, the bound falls below any
    plan's value.
    """
    rules = model.rules
    if rules.max_members is not None:
        sizes = [len(atom) for atom in model.atoms]
        if sum(sizes) > count * rules.max_members:
            return _impossible(model, count, sizes, rules.max_members)
    if rules.max_people is not None:
        limit = rules.max_people + EPSILON
        room = math.ceil(limit * PARTS_OF_A_PERSON) + 1
        taken = [
            sum(math.floor(min(model.people[i], limit) * PARTS_OF_A_PERSON) for i in atom)
            for atom in model.atoms
        ]
        if sum(taken) > count * room:
            return _impossible(model, count, taken, room)
    return None


def _impossible(model: Model, count: int, taken: list[int], room: int) -> Answer:
    floor = lowest_value(model, count)
    highest = _highest_group(model, count)
    price = (count * highest - floor) // (sum(taken) - count * room) + 1
    cover = np.array([-price * SCALE * part for part in taken], dtype=object)
    duals = Duals(cover, (price * room + highest) * SCALE)
    return Answer(count, None, None, floor, True, Node([duals]))


def _highest_group(model: Model, count: int) -> int:
    """Return a value that no single group exceeds: each part at its best, and some more."""
    weights = model.problem.weights
    others = sum(weights.as_tuple()) - weights.posts
    spare = model.posts_total - count
    posts = max(1.0, model.posts_total / spare) if spare > 0 else 1.0
    merges = max(1.0, (model.n - 1) / (model.n - count)) if count < model.n else 1.0
    return math.ceil(2e8 * (others * merges + weights.posts * posts)) + 10
