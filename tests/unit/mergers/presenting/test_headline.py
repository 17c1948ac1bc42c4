"""The promise of a gap is rounded so that it holds."""

import pytest

from mergers.presenting.headline import at_most


@pytest.mark.parametrize(
    ("gap", "words"), [(None, ""), (0.0, "0.00"), (0.0301, "0.04"), (0.03, "0.03"), (1.25, "1.25")]
)
def test_a_gap_is_rounded_up(gap, words):
    assert at_most(gap) == words
