"""How figures are written."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from bigsection.web.templatetags import figures
from bigsection.web.templatetags.dial import score_dial


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


def test_the_dial_without_a_score_has_no_arc():
    assert score_dial(None)["arc"] == ""
