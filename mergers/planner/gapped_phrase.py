"""Plain phrases with gaps: 承办…交办的其他事项, where … stands for a few characters."""

from __future__ import annotations

import re

from mergers.planner.folding import folded_word

GAP = 20
"""So many characters at most stand where the phrase has an ellipsis; none is enough too."""

_ELLIPSIS = re.compile(r"(?:…|⋯|\.{3,}|。{3,}|．{3,})+")


class GappedPhrase:
    """A phrase that a whole clause may read like.

    What stands between the ellipses is plain text, never an expression. A clause is matched place
    by place, in time linear in its length for every piece: no phrase can make it backtrack.
    """

    def __init__(self, phrase: str) -> None:
        self._first, *self._rest = [folded_word(piece) for piece in _ELLIPSIS.split(phrase)]
        self.longest = max([self._first, *self._rest], key=len)
        """A piece that every clause like it contains."""

    @property
    def letters(self) -> int:
        """How many characters the phrase has beside its ellipses."""
        return len(self._first) + sum(map(len, self._rest))

    def matches(self, clause: str) -> bool:
        """Whether the whole clause (cleaned, without spaces) reads like the phrase."""
        if self.longest not in clause or not clause.startswith(self._first):
            return False
        ends = {len(self._first)}
        for piece in self._rest:
            places = {place for end in ends for place in range(end, end + GAP + 1)}
            ends = {place + len(piece) for place in places if clause.startswith(piece, place)}
        return len(clause) in ends
