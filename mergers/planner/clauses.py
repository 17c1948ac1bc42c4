"""Cleans section names and duties and splits them into clauses, never moving a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mergers.planner.phrases import (
    DEFAULT,
    Boilerplate,
    blank_empty_words,
    blank_unit_word,
    reason_not_scored,
)

BRIDGE = "\x01"
"""Stands in cleaned text where the characters on both sides are read as neighbours."""


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
    """Cleans text character by character; remembers what it has seen, so keep one per run."""

    def __init__(self) -> None:
        self._table: dict[int, str] = {ord(BRIDGE): BRIDGE}

    def clean(self, text: str) -> str:
        """Return text of the same length: letters and digits folded, the rest a space.

        Full-width forms become half-width, Latin lower case, compatibility ideographs their
        unified form (Unicode NFKC, only where it yields one character). A leading number such as
        （一） or 1. is blanked. Brackets around one character become `BRIDGE`, so 县(市)区 is read
        as 县市区.
        """
        table = self._table
        for character in set(text):
            if ord(character) not in table:
                table[ord(character)] = _fold(character)
        numbering = _NUMBERING.match(text)
        if numbering:
            text = " " * numbering.end() + text[numbering.end() :]
        if "(" in text or "（" in text:
            text = _INSERTED.sub(rf"{BRIDGE}\1{BRIDGE}", text)
        return text.translate(table)


_INSERTED = re.compile(r"(?<=\w)[（(](\w)[)）](?=\w)")
_NUMBERING = re.compile(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[)）]"
    r"|(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[、．.](?![0-9０-９]))"
)
_CLAUSE_END = re.compile(r"[；;。\r\n]+")


def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    folded = folded if len(folded) == 1 else character
    lower = folded.lower()
    folded = lower if len(lower) == 1 else folded
    return folded if folded.isalnum() else " "


def scored_name(name: str, cleaner: Cleaner, phrases: Boilerplate = DEFAULT) -> str:
    """Return the part of a name that counts, as text of the same length."""
    return blank_empty_words(blank_unit_word(cleaner.clean(name), phrases), phrases)


def split(
    section: SectionText, cleaner: Cleaner | None = None, phrases: Boilerplate = DEFAULT
) -> tuple[Clause, ...]:
    """Return a section's clauses in order; a duty is split at full stops, semicolons and breaks.

    Empty clauses are left out. A clause that does not count has an all-blank scored form.
    """
    cleaner = cleaner or Cleaner()
    name = cleaner.clean(section.name)
    return tuple(
        _clause(text, duty, name, cleaner, phrases)
        for duty, whole in enumerate(section.duties)
        for text in _pieces(whole)
    )


def _pieces(duty: str) -> Iterable[str]:
    return (stripped for piece in _CLAUSE_END.split(duty) if (stripped := piece.strip()))


def _clause(text: str, duty: int, name: str, cleaner: Cleaner, phrases: Boilerplate) -> Clause:
    cleaned = cleaner.clean(text)
    excluded = reason_not_scored(cleaned, name, phrases)
    scored = " " * len(text) if excluded else blank_empty_words(cleaned, phrases)
    return Clause(text, duty, scored, excluded)
