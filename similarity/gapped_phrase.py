"""Plain phrases with gaps: 承办…交办的其他事项, where … stands for a few characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from similarity.folding import folded_word

GAP = 20
"""So many characters at most stand where the phrase has an ellipsis; none is enough too."""
BEGINNING = 2
"""By so many characters at its beginning a clause is told from those that differ at once."""

_ELLIPSIS = re.compile(r"(?:…|⋯|\.{3,}|。{3,}|．{3,})+")


class GappedPhrase:
    """A phrase that a whole clause may read like.

    What stands between the ellipses is plain text, never an expression. A clause is matched place
    by place, in time linear in its length for every piece: no phrase can make it backtrack.
    """

    def __init__(self, phrase: str) -> None:
        self.first, *self._rest = [folded_word(piece) for piece in _ELLIPSIS.split(phrase)]
        """With what every clause like it begins; empty where it begins with a gap."""
        self._longest = max([self.first, *self._rest], key=len)

    @property
    def letters(self) -> int:
        """How many characters the phrase has beside its ellipses."""
        return len(self.first) + sum(map(len, self._rest))

    def matches(self, clause: str) -> bool:
        """Whether the whole clause (cleaned, without spaces) reads like the phrase."""
        if self._longest not in clause or not clause.startswith(self.first):
            return False
        ends = {len(self.first)}
        for piece in self._rest:
            places = {place for end in ends for place in range(end, end + GAP + 1)}
            ends = {place + len(piece) for place in places if clause.startswith(piece, place)}
        return len(clause) in ends


class GappedPhrases:
    """Many phrases, of which a clause is compared with those only that begin as it does."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_beginning: dict[str, list[GappedPhrase]] = {}
        for text in phrases:
            phrase = GappedPhrase(text)
            self._by_beginning.setdefault(phrase.first[:BEGINNING], []).append(phrase)

    def match(self, clause: str) -> bool:
        """Whether the whole clause (cleaned, without spaces) reads like one of them."""
        if not self._by_beginning:
            return False
        return any(
            phrase.matches(clause)
            for length in range(BEGINNING + 1)
            for phrase in self._by_beginning.get(clause[:length], ())
        )
