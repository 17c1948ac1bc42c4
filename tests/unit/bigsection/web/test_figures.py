"""How figures are written."""

from datetime import UTC, datetime
from math import hypot
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from bigsection.web.templatetags import figures
from bigsection.web.templatetags.dial import CENTRE_X, CENTRE_Y, RADIUS, score_dial


def plain(text: str) -> str:
    """The text with thin spaces made visible."""
    return text.replace(figures.THIN, "_")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), ("", "—"), (0, "0"), (12, "12"), (1234567, "1_234_567"), (-6, "−6")],
)
def test_figures(value, text):
    assert plain(figures.figure(value)) == text


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.25, "1.2"), (1234.56, "1_234.6")])
def test_a_figure_has_at_most_one_decimal(value, text):
    assert plain(figures.grouped(value)) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, "—"), (0.5, "50_%"), (0.2432, "24.3_%"), (1, "100_%")]
)
def test_shares_are_per_cent(share, text):
    assert plain(figures.percent(share)) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (25, 19, "−6, −24_%"),
        (4, 0, "−4, −100_%"),
        (3, 4, "+1, +33.3_%"),
        (0, 2, "+2"),
        (None, 2, "—"),
    ],
)
def test_changes_are_told_in_figures_and_per_cent(before, after, text):
    assert plain(figures.change_to(before, after)) == text


def test_a_change_too_small_to_see_has_no_sign():
    assert figures.signed(0.01) == "0"


def test_scores_always_have_one_decimal():
    assert figures.score(86) == "86.0"
    assert figures.score(None) == "—"


def test_moments_are_local():
    assert figures.moment(datetime(2026, 11, 22, 6, 5, tzinfo=UTC)) == "2026-11-22 14:05"


def test_page_numbers_leave_gaps():
    page = Paginator(range(1000), 10).page(50)
    assert list(figures.page_numbers(page)) == [1, 0, 48, 49, 50, 51, 52, 0, 100]


def test_before_and_after_is_one_component():
    source = '{% include "components/_delta.html" with before=25 after=19 %}'
    text = Template(source).render(Context())
    assert "25" in text
    assert "变为" in text
    assert plain(text).count("−6, −24_%") == 1


@pytest.mark.parametrize("value", [0, 37.5, 50, 100])
def test_the_dial_draws_inside_its_frame(value):
    drawn = score_dial(value, today=40, bound=96)
    for mark in drawn["marks"]:
        assert -34 <= mark["x"] <= 314
        assert 0 <= mark["y"] <= 140
    assert drawn["label"].startswith(f"评分 {value:.1f}")


def label_box(mark: dict[str, Any]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a label of 12.5 px: Chinese characters are square."""
    width = sum(12.5 if character > "\u2e80" else 7.0 for character in mark["label"])
    left = mark["x"] - (width if mark["anchor"] == "end" else 0)
    return left, mark["y"] - 11, left + width, mark["y"] + 3


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("between", [0, 0.04, 0.3, 1, 2.5, 4, 7, 12, 30])
def test_labels_of_the_dial_touch_neither_each_other_nor_the_track(between):
    """Today and the optimum anywhere, however close: also equal, also the wrong way round."""
    scale = [(33, 119, 63, 137), (217, 119, 247, 137)]  # 0 and 100 below the ends of the arc
    for step in range(401):
        low, high = step / 4, min(step / 4 + between, 100.0)
        for today, bound in ((low, high), (high, low)):
            first, second = (
                label_box(mark) for mark in score_dial(60, today=today, bound=bound)["marks"]
            )
            assert apart(first, second), (today, bound)
            for box in (first, second):
                assert all(apart(box, end) for end in scale), (today, bound)
                assert box[0] >= -40, (today, bound)
                assert box[1] >= 0, (today, bound)
                assert box[2] <= 320, (today, bound)
                nearest = hypot(
                    max(box[0] - CENTRE_X, 0, CENTRE_X - box[2]), max(CENTRE_Y - box[3], 0)
                )
                assert nearest >= RADIUS + 6, (today, bound)


def test_the_dial_without_a_score_has_no_arc():
    assert score_dial(None)["arc"] == ""
