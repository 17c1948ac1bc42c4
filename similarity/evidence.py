"""Why two sections are alike: matching clauses, shared phrases with shares, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from similarity.clauses import BRIDGE, Clause, Cleaner, SectionText
from similarity.overlap import Corpus, bigrams, vectors
from similarity.phrase_removal import similarities_without

COUNTERPART = 0.12
"""A clause has a counterpart when it is at least this similar to one of the other section."""

_PARTICLES = "的和与及或等之为对"  # not shown at the ends of a phrase


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end (exclusive) of a text that belong to shared phrase number `phrase`."""

    start: int
    end: int
    phrase: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A name or clause as written, with what to highlight; spans do not overlap and are in order.

    `duty` is the index of the duty (None for the name), `excluded` why the clause is not scored.
    """

    text: str
    spans: tuple[Span, ...]
    duty: int | None = None
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class PhraseShare:
    """A phrase that both sections have and its part of the similarity.

    A bigram counts once, with the longest phrase it stands in. `name_share` is the part of `share`
    that rests on occurrences in a section's name. `without` is the similarity of the two sections
    once every highlighted occurrence of the phrase is struck out of both texts, computed anew with
    the region's weights.

    `share` and `drop` differ: a text that has lost a phrase is shorter, so that what is left in
    common is a larger part of it.
    """

    text: str
    share: float
    name_share: float
    without: float


@dataclass(frozen=True, slots=True)
class ClausePair:
    """Clause number `a` of the first and `b` of the second section, and their own similarity."""

    a: int
    b: int
    similarity: float


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """Everything the page of a pair shows; clause numbers index `clauses_a` and `clauses_b`.

    The shares of `shared_phrases` (largest first), `hub_share` (0 or below, see `less_hub`) and
    `link_share` (see `with_link`) add up to `similarity`. Of the texts alone it is
    `text_similarity`, and the shares add up to it exactly. `name_share` is the part that rests on
    the names.
    """

    similarity: float
    text_similarity: float
    hub_share: float
    link_share: float
    name_share: float
    name_a: MarkedText
    name_b: MarkedText
    clauses_a: tuple[MarkedText, ...]
    clauses_b: tuple[MarkedText, ...]
    clause_pairs: tuple[ClausePair, ...]
    shared_phrases: tuple[PhraseShare, ...]
    only_a: tuple[int, ...]
    only_b: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Names and clauses of both, of which every shared phrase is a part."""
        marked = (self.name_a, self.name_b, *self.clauses_a, *self.clauses_b)
        return tuple(one.text for one in marked)


def explain_pair(
    corpus: Corpus, a: SectionText, b: SectionText, *, counterpart: float = COUNTERPART
) -> PairEvidence:
    """Explain the text similarity of two sections, which need not be among the fitted ones.

    `counterpart` is the least similarity in [0, 1] at which two clauses are said to match.
    """
    first, second = _read(corpus, a), _read(corpus, b)
    shares = _shares(corpus, first, second)
    phrases, owner = _phrases(first, second, shares)
    pairs = _clause_pairs(corpus, first.clauses, second.clauses, counterpart)
    names_part = _names_part(first, second)
    name_a = MarkedText(a.name, _spans(first.fields[0], owner))
    name_b = MarkedText(b.name, _spans(second.fields[0], owner))
    clauses_a, clauses_b = _marked(first, owner), _marked(second, owner)
    without = similarities_without(
        corpus, (name_a, clauses_a), (name_b, clauses_b), phrases=len(phrases)
    )
    listed = tuple(
        PhraseShare(
            text.strip(_PARTICLES) or text,
            sum(shares[code] for code in codes),
            sum(shares[code] * names_part(code) for code in codes),
            rest,
        )
        for (text, codes), rest in zip(phrases, without, strict=True)
    )
    text_similarity = float(sum(shares.values()))
    return PairEvidence(
        similarity=text_similarity,
        text_similarity=text_similarity,
        hub_share=0.0,
        link_share=0.0,
        name_share=sum(phrase.name_share for phrase in listed),
        name_a=name_a,
        name_b=name_b,
        clauses_a=clauses_a,
        clauses_b=clauses_b,
        clause_pairs=pairs,
        shared_phrases=listed,
        only_a=_alone(first.clauses, {pair.a for pair in pairs}),
        only_b=_alone(second.clauses, {pair.b for pair in pairs}),
    )


def less_hub(evidence: PairEvidence, excess: float) -> PairEvidence:
    """Take off what a hub has in common with just anybody, as `hubs.less_hubs` does.

    `evidence` is of the texts alone. The similarity does not fall below 0; the shares of the
    phrases stay, and `hub_share` is what is taken off them all together.
    """
    left = max(evidence.similarity - excess, 0.0)
    return replace(
        evidence,
        similarity=left,
        hub_share=left - evidence.similarity,
        shared_phrases=tuple(
            replace(phrase, without=max(phrase.without - excess, 0.0))
            for phrase in evidence.shared_phrases
        ),
    )


def with_link(evidence: PairEvidence, strength: float, weight: float) -> PairEvidence:
    """Blend a link in, as `overlap.blend` does: (1 − weight)·text + weight·strength.

    `evidence` is of the texts alone, less a hub's excess. All its shares are scaled by 1 − weight
    and the link's own part is weight·strength, so that together they are the blended similarity.
    """
    if evidence.link_share:
        raise ValueError("a link is blended in already")
    text, link = 1.0 - weight, weight * strength
    return replace(
        evidence,
        similarity=text * evidence.similarity + link,
        hub_share=text * evidence.hub_share,
        link_share=link,
        name_share=text * evidence.name_share,
        shared_phrases=tuple(
            replace(
                phrase,
                share=text * phrase.share,
                name_share=text * phrase.name_share,
                without=text * phrase.without + link,
            )
            for phrase in evidence.shared_phrases
        ),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """A name or clause: as written, as scored, and where each bigram starts and ends."""

    text: str
    scored: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A section's clauses, and its fields: the name first, then every clause."""

    clauses: tuple[Clause, ...]
    fields: tuple[_Field, ...]

    def line(self) -> str:
        return " ".join(field.scored for field in self.fields)


def _read(corpus: Corpus, section: SectionText) -> _Read:
    cleaner = Cleaner(corpus.phrases)
    clauses = cleaner.split(section)
    texts = [(section.name, cleaner.scored_name(section.name))]
    texts += [(clause.text, clause.scored) for clause in clauses]
    return _Read(clauses, tuple(_field(text, scored) for text, scored in texts))


def _field(text: str, scored: str) -> _Field:
    starts, ends, codes = (tuple(array.tolist()) for array in bigrams(scored))
    return _Field(text, scored, starts, ends, codes)


def _shares(corpus: Corpus, first: _Read, second: _Read) -> dict[int, float]:
    """Return the part of the similarity of every bigram both have; exact, so any order adds up."""
    codes, rows = vectors(corpus, [first.line(), second.line()])
    one, other = rows.toarray()
    products = one * other
    return {int(codes[k]): float(products[k]) for k in products.nonzero()[0]}


def _phrases(
    first: _Read, second: _Read, shares: dict[int, float]
) -> tuple[list[tuple[str, list[int]]], dict[int, int]]:
    """Return the shared phrases with the bigrams each owns, largest share first, and the owners."""
    found: list[tuple[str, list[int]]] = []
    taken: set[int] = set()
    candidates = sorted(
        set(_common_runs(first, second, shares)), key=lambda run: (-len(run[0]), run)
    )
    for text, codes in candidates:
        own = [code for code in dict.fromkeys(codes) if code not in taken]
        if own:
            taken.update(own)
            found.append((text, own))
    found.sort(key=lambda phrase: (-sum(shares[code] for code in phrase[1]), phrase[0]))
    owner = {code: number for number, (_, codes) in enumerate(found) for code in codes}
    return found, owner


def _common_runs(
    first: _Read, second: _Read, shares: dict[int, float]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield from every place of the first section the longest run that the second has too."""
    there = second.line().replace(BRIDGE, "")
    for field in first.fields:
        for k, start in enumerate(field.starts):
            if field.codes[k] not in shares:
                continue
            last = k
            while (
                last + 1 < len(field.starts)
                and field.starts[last + 1] == field.ends[last] - 1
                and field.scored[start : field.ends[last + 1]].replace(BRIDGE, "") in there
            ):
                last += 1
            yield field.text[start : field.ends[last]], field.codes[k : last + 1]


def _names_part(first: _Read, second: _Read) -> _NamesPart:
    return _NamesPart(
        Counter(first.fields[0].codes),
        Counter(code for field in first.fields for code in field.codes),
        Counter(second.fields[0].codes),
        Counter(code for field in second.fields for code in field.codes),
    )


@dataclass(frozen=True, slots=True)
class _NamesPart:
    """The share of the pairs of a bigram's occurrences in which one at least is in a name."""

    name_a: Counter[int]
    all_a: Counter[int]
    name_b: Counter[int]
    all_b: Counter[int]

    def __call__(self, code: int) -> float:
        duties_a = 1 - self.name_a[code] / self.all_a[code]
        duties_b = 1 - self.name_b[code] / self.all_b[code]
        return 1 - duties_a * duties_b


def _spans(field: _Field, owner: dict[int, int]) -> tuple[Span, ...]:
    """Mark every occurrence of a shared bigram; where two phrases meet, the earlier keeps."""
    spans: list[Span] = []
    for start, end, code in zip(field.starts, field.ends, field.codes, strict=True):
        if code not in owner:
            continue
        last = spans[-1] if spans else Span(0, 0, -1)
        if last.phrase == owner[code] and start <= last.end:
            spans[-1] = Span(last.start, end, last.phrase)
        else:
            spans.append(Span(max(start, last.end), end, owner[code]))
    return tuple(spans)


def _marked(section: _Read, owner: dict[int, int]) -> tuple[MarkedText, ...]:
    return tuple(
        MarkedText(clause.text, _spans(field, owner), clause.duty, clause.excluded)
        for clause, field in zip(section.clauses, section.fields[1:], strict=True)
    )


def _clause_pairs(
    corpus: Corpus, first: Sequence[Clause], second: Sequence[Clause], counterpart: float
) -> tuple[ClausePair, ...]:
    """Return each clause with its best match on the other side, most similar pair first."""
    if not first or not second:
        return ()
    rows = vectors(corpus, [clause.scored for clause in (*first, *second)])[1]
    matrix = (rows[: len(first)] @ rows[len(first) :].T).toarray()
    best = {(i, int(matrix[i].argmax())) for i in range(len(first))}
    best |= {(int(matrix[:, j].argmax()), j) for j in range(len(second))}
    pairs = [ClausePair(i, j, float(matrix[i, j])) for i, j in best if matrix[i, j] >= counterpart]
    return tuple(sorted(pairs, key=lambda pair: (-pair.similarity, pair.a, pair.b)))


def _alone(clauses: Sequence[Clause], matched: set[int]) -> tuple[int, ...]:
    """Return the scored clauses without a counterpart."""
    return tuple(
        number
        for number, clause in enumerate(clauses)
        if number not in matched and clause.excluded is None
    )
