"""The heat map: levels that rise with closeness, a legend that agrees, every pair once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergers.presenting.heat import LEVELS, cells_of, legend, level_of, ranked

closeness = st.floats(0, 1)


@pytest.mark.parametrize(
    ("near", "level"), [(0.0, 0), (0.001, 1), (1 / 9, 1), (0.5, 5), (0.999, 9), (1.0, 9)]
)
def test_level_zero_is_for_the_lower_half_and_nine_for_the_top(near, level):
    assert level_of(near) == level


@given(closeness, closeness)
def test_a_closer_pair_is_never_paler(one, other):
    low, high = sorted((one, other))
    assert 0 <= level_of(low) <= level_of(high) < LEVELS


def test_the_legend_names_the_similarity_from_which_a_colour_is_used():
    steps = legend(0.02, 0.11)
    assert [step.level for step in steps] == list(range(LEVELS))
    assert [round(step.above, 6) for step in steps] == [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]


@given(st.floats(0, 1))
def test_the_legend_agrees_with_the_levels(similarity):
    p50, p95 = 0.02, 0.11
    near = min(max((similarity - p50) / (p95 - p50), 0), 1)
    step = legend(p50, p95)[level_of(near)]
    assert step.above <= 100 * similarity + 1e-6


def test_equal_quantiles_leave_two_colours():
    assert [(step.level, step.above) for step in legend(0.1, 0.1)] == [(0, 0.0), (9, 10.0)]


def test_cells_carry_points_and_the_diagonal_is_empty():
    rows = cells_of([[1.0, 0.256], [0.256, 1.0]], [[1.0, 0.5], [0.5, 1.0]])
    assert rows[0][0] is None
    cell = rows[0][1]
    assert cell is not None
    assert (cell.whole, cell.level) == (26, 5)


def test_the_ranking_has_every_pair_once_and_the_most_alike_first():
    similarity = [[1.0, 0.1, 0.3], [0.1, 1.0, 0.2], [0.3, 0.2, 1.0]]
    order = [(cell.row, cell.column) for cell in ranked(cells_of(similarity, similarity))]
    assert order == [(0, 2), (1, 2), (0, 1)]
