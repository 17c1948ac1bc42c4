"""The glossary: every term of the field and of the score, as tips, help page and forms show it."""

import tomllib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it stands on the screen: what it means in a sentence or two, and its formula.

    ``also`` are other words for it, which a search finds too.
    """

    key: str
    group: str
    name: str
    text: str
    formula: str = ""
    also: str = ""

    @property
    def names(self) -> str:
        """All that the term is called."""
        return f"{self.name} {self.also}".casefold()


TERMS: dict[str, Term] = {
    key: Term(key, **fields)
    for key, fields in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}


def terms_with(words: str) -> list[tuple[str, list[Term]]]:
    """The terms in which all of the words occur, by group; every term without words."""
    wanted = words.casefold().split()
    found = [
        term
        for term in TERMS.values()
        if all(word in f"{term.names} {term.text}".casefold() for word in wanted)
    ]
    return [(group, list(terms)) for group, terms in groupby(found, key=lambda term: term.group)]
