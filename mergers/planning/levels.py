"""Which of the ten colours of the heat map a pair has."""

import math

LEVELS = 10


def level_of(closeness: float) -> int:
    """The heat level 0..9 of a closeness q in [0, 1]: 0 up to the median, 9 near P95 and above."""
    return min(max(math.ceil(closeness * (LEVELS - 1) - 1e-9), 0), LEVELS - 1)
