"""The steps that all sets of one size share are made once, within a bound of memory."""

import pytest

from planner.methods import subset_steps as steps


def test_what_is_kept_counts_with_its_bytes_and_the_least_used_goes() -> None:
    kept = steps.subset_steps.cache
    assert kept.maxsize == steps.MOST_KEPT
    first = steps.subset_steps(7, 3)
    assert steps.subset_steps(7, 3) is first
    assert kept.currsize == sum(each.nbytes for each in kept.values())


@pytest.mark.parametrize(("size", "widest"), [(1, 1), (4, 2), (6, 6)])
def test_the_bytes_are_those_of_all_arrays(size: int, widest: int) -> None:
    made = steps.subset_steps(size, widest)
    arrays = [made.masks, made.position]
    arrays += [part for step in made.steps for part in (step.source, step.group, step.starts)]
    assert made.nbytes == sum(array.size * array.itemsize for array in arrays) > 0
