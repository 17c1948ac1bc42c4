"""Figures in words."""

import pytest

from mergers.questions.layout import gain, loss


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.26, "+1.3"), (-1.26, "−1.3"), (0.0, "0"), (0.004, "0"), (0.012, "+0.01"), (-0.04, "−0.04")],
)
def test_a_difference_has_its_sign_and_no_more_digits_than_it_needs(value, words):
    assert gain(value) == words
    assert loss(value) == words.lstrip("+−")
