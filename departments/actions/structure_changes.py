"""What other parts of the product do when the structure of departments has changed, whoever changed it."""

from collections.abc import Callable, Collection

FOLLOWERS: list[Callable[[Collection[int]], object]] = []
"""Filled by the applications when they start; each takes the keys of the departments."""


def structure_changed(departments: Collection[int]) -> None:
    """Tell everybody that sections, duties, people or figures of these departments have changed;
    call it last, in the transaction of the change.
    """
    if departments:
        for follow in FOLLOWERS:
            follow(departments)
