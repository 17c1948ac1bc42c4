"""The curves of a region study: where their lines and marks lie."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mergers.presenting.curves import (
    MOST_ROWS,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    runs,
    spark,
    sum_curve,
    thinned,
)


def points_of(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]


def test_more_sections_lie_further_right_and_higher_scores_further_up() -> None:
    drawn = spark([(1, 40.0), (2, 80.0), (3, 60.0)], 3, (40.0, 80.0), 3, 2)
    (line,) = drawn.lines
    (x1, y1), (x2, y2), (x3, y3) = points_of(line)
    assert x1 < x2 < x3
    assert y2 < y3 < y1
    assert (drawn.best.x, drawn.best.y) == (x2, y2)
    assert (drawn.allotted.x, drawn.allotted.y) == (x3, y3)


def test_a_number_without_a_plan_breaks_the_line() -> None:
    drawn = spark([(1, 40.0), (3, 60.0), (4, 50.0)], 4, (0.0, 100.0), None, None)
    assert [len(points_of(line)) for line in drawn.lines] == [1, 2]
    assert (drawn.allotted, drawn.best) == (None, None)


def test_a_single_section_stands_in_the_middle() -> None:
    drawn = spark([(1, 50.0)], 1, (50.0, 50.0), 1, 1)
    assert (drawn.best.x, drawn.best.y) == (SPARK_WIDTH / 2, SPARK_HEIGHT / 2)


@given(st.dictionaries(st.integers(1, 60), st.floats(0, 100), min_size=1))
def test_nothing_is_drawn_outside(found: dict[int, float]) -> None:
    values = sorted(found.items())
    scale = (min(found.values()), max(found.values()))
    for line in spark(values, 60, scale, None, None).lines:
        for x, y in points_of(line):
            assert 0 <= x <= SPARK_WIDTH
            assert 0 <= y <= SPARK_HEIGHT


@given(st.integers(0, 2**30 - 1))
def test_runs_hold_every_value_once_in_order(picked: int) -> None:
    values = [(number, 0.0) for number in range(30) if picked >> number & 1]
    found = list(runs(values))
    assert [value for run in found for value in run] == values
    assert all(b[0] - a[0] == 1 for run in found for a, b in pairwise(run))
    assert all(b[0][0] - a[-1][0] > 1 for a, b in pairwise(found))


def test_the_curve_of_sums_names_its_marks_in_words() -> None:
    drawn = sum_curve([(3, 60.0), (4, 70.0), (5, 65.0)], 3, (5, 50.0))
    assert "总分最高 4 个，70.0 分" in drawn
    assert "本次分配 3 个，60.0 分" in drawn
    assert "现状 5 个，50.0 分" in drawn
    assert " style=" not in drawn
    assert "本次分配" not in sum_curve([(3, 60.0), (4, 70.0)], 9, None)
    both = sum_curve([(3, 60.0), (4, 70.0)], 4, None)
    assert "本次分配（总分最高） 4 个，70.0 分" in both
    assert "总分最高 4 个" not in both
    assert sum_curve([], None, None) == ""


@given(st.integers(1, 900), st.integers(1, 900))
def test_the_table_beside_it_is_short_and_keeps_what_is_marked(size: int, kept: int) -> None:
    values = [(number, 0.0) for number in range(1, size + 1)]
    shown = [number for number, _ in thinned(values, (kept, None))]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) <= MOST_ROWS + 1
    assert (kept in shown) == (kept <= size)


def test_a_short_table_is_whole() -> None:
    values = [(number, 1.0) for number in range(3, 12)]
    assert thinned(values, ()) == values[::-1]
