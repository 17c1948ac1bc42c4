"""Cleans section names and duties and splits them into clauses, never moving a character."""

from __future__ import annotations

import re
from dataclasses import dataclass

from similarity.folding import BRIDGE, IN_CLAUSES
from similarity.phrases import DEFAULT, Boilerplate, rules_of

__all__ = ["BRIDGE", "Clause", "Cleaner", "SectionText"]


@dataclass(frozen=True, slots=True)
class SectionText:
    """What the overlap is read from: a section's name and its duties, one clause or more each."""

    name: str
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as written, its scored form of the same length, and why it may not count.

    `duty` is the index of the duty it stands in; `excluded` is None, "catch_all" or "boilerplate".
    """

    text: str
    duty: int
    scored: str
    excluded: str | None


class Cleaner:
    """Cleans names and duties by one phrase list."""

    def __init__(self, phrases: Boilerplate = DEFAULT) -> None:
        self._rules = rules_of(phrases)

    def clean(self, text: str) -> str:
        """Return text of the same length: letters and digits folded, the rest a space.

        Full-width forms become half-width, Latin lower case, compatibility ideographs their
        unified form (Unicode NFKC, only where it yields one character). A leading number such as
        （一） or 1. is blanked. Brackets around one character become `BRIDGE`, so 县(市)区 is read
        as 县市区.
        """
        numbering = _NUMBERING.match(text)
        if numbering:
            text = " " * numbering.end() + text[numbering.end() :]
        if "(" in text or "（" in text:
            text = _INSERTED.sub(rf"{BRIDGE}\1{BRIDGE}", text)
        return text.translate(IN_CLAUSES)

    def scored_name(self, name: str) -> str:
        """Return the part of a name that counts, as text of the same length."""
        return self._rules.blank_empty_words(self._rules.blank_unit_word(self.clean(name)))

    def split(self, section: SectionText) -> tuple[Clause, ...]:
        """Return a section's clauses in order; duties part at full stops, semicolons and breaks.

        Empty clauses are left out. A clause that does not count has an all-blank scored form.
        """
        name = self.clean(section.name)
        return tuple(
            self._clause(piece.strip(), duty, name)
            for duty, whole in enumerate(section.duties)
            for piece in _CLAUSE_END.split(whole)
            if piece and not piece.isspace()
        )

    def scored_text(self, section: SectionText) -> str:
        """Return all that counts of a section, name and duties, as one line."""
        clauses = self.split(section)
        return " ".join([self.scored_name(section.name), *(clause.scored for clause in clauses)])

    def _clause(self, text: str, duty: int, name: str) -> Clause:
        cleaned = self.clean(text)
        squeezed = cleaned.replace(" ", "").replace(BRIDGE, "")
        excluded = self._rules.reason_not_scored(squeezed, name)
        scored = " " * len(text) if excluded else self._rules.blank_empty_words(cleaned)
        return Clause(text, duty, scored, excluded)


_INSERTED = re.compile(r"(?<=\w)[（(](\w)[)）](?=\w)")
_NUMBERING = re.compile(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[)）]"
    r"|(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[、．.](?![0-9０-９]))"
)
_CLAUSE_END = re.compile(r"[；;。\r\n]+")
