"""How strong a link between two sections is, in words: the words on screen and in workbooks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strength:
    """A word, the figure (0 to 1) it stands for when somebody chooses it, and what it means."""

    word: str
    value: float
    meaning: str


STRENGTHS = (
    Strength("偶尔", 0.3, "一年几次，没有固定环节"),
    Strength("经常", 0.6, "每月都有，是固定环节"),
    Strength("主要", 0.9, "多数工作要经过对方"),
)
"""Weakest first. The figures are a convention of this product; a region may write its own."""

USUAL = STRENGTHS[1]
"""What a link counts as whose strength nobody stated."""


def word_of(strength: float) -> str:
    """The word nearest to a strength; the stronger one in the middle between two."""
    nearest = min(reversed(STRENGTHS), key=lambda each: abs(round(each.value - strength, 9)))
    return nearest.word
