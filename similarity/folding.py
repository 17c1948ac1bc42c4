"""One form for every way of writing a character: full and half width, case, variants."""

from __future__ import annotations

import unicodedata

BRIDGE = "\x01"
"""Stands in cleaned text where the characters on both sides are read as neighbours."""


MOST = 30_000
"""So many characters are remembered: more than any language writes, less than there are."""


class Folded(dict[int, str]):
    """A table for `str.translate`, filled as characters turn up.

    Letters and digits become their compatibility form (Unicode NFKC, only where that is one
    character) in lower case; everything else becomes a space, so that no character moves.
    """

    def __missing__(self, point: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(point))
        folded = folded if len(folded) == 1 else chr(point)
        lower = folded.lower()
        folded = lower if len(lower) == 1 else folded
        folded = folded if folded.isalnum() else " "
        if len(self) < MOST:
            self[point] = folded
        return folded


IN_CLAUSES = Folded({ord(BRIDGE): BRIDGE})
_IN_WORDS = Folded()


def folded_word(word: str) -> str:
    """Return a phrase of a list in the form in which it stands in a squeezed clause."""
    return word.translate(_IN_WORDS).replace(" ", "")
