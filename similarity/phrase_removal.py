"""What is left of the similarity of two sections when a phrase is struck out of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from similarity.clauses import Cleaner, SectionText
from similarity.overlap import Corpus, vectors

if TYPE_CHECKING:
    from similarity.evidence import MarkedText

GAP = "，"
"""Stands for every character struck out: what was on both sides of it does not become one word."""


def struck(name: MarkedText, clauses: Sequence[MarkedText], phrase: int) -> SectionText:
    """Return a section's text with every highlighted occurrence of a shared phrase struck out."""
    return SectionText(_without(name, phrase), tuple(_without(text, phrase) for text in clauses))


def similarities_without(
    corpus: Corpus,
    a: tuple[MarkedText, Sequence[MarkedText]],
    b: tuple[MarkedText, Sequence[MarkedText]],
    phrases: int,
) -> tuple[float, ...]:
    """Return for each of so many shared phrases the similarity without it, worked out anew.

    `a` and `b` are the marked name and clauses of the two sections. The result is, bit for bit,
    `overlap.similarity` of the two texts that `struck` gives: shorter texts, the same weights.
    """
    if not phrases:
        return ()
    cleaner = Cleaner(corpus.phrases)
    texts = [struck(*section, phrase) for phrase in range(phrases) for section in (a, b)]
    rows = vectors(corpus, [cleaner.scored_text(text) for text in texts])[1]
    products = rows[::2].multiply(rows[1::2]).sum(axis=1)
    return tuple(float(product) for product in products)


def _without(marked: MarkedText, phrase: int) -> str:
    text = marked.text
    for span in marked.spans:
        if span.phrase == phrase:
            text = text[: span.start] + GAP * (span.end - span.start) + text[span.end :]
    return text
