"""What another phrase list would do in a region, worked out before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from departments.models import Department, Region
from mergers.lazy import Floats, similarity
from mergers.planning.overlap import fit_region, places_of, text_of, texts_of

POINT = 0.01
"""A pair has changed when its similarity does by a point at least."""
LARGEST = 10
WHY = {"catch_all": "兜底条款", "boilerplate": "共性职责"}


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that would count no more, or again; ``why`` it does not (or did not)."""

    department: str
    section: int
    name: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class PairChange:
    """Two sections of a department and their similarity in points, before and after."""

    department: str
    a: str
    b: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of a list: clauses, pairs of sections within departments, quantiles in points."""

    dropped: tuple[ClauseChange, ...]
    regained: tuple[ClauseChange, ...]
    clauses: int
    pairs: int
    changed: int
    largest: tuple[PairChange, ...]
    p50: tuple[float, float]
    p95: tuple[float, float]

    @property
    def nothing(self) -> bool:
        """Whether the list changes nothing that can be seen."""
        return not (self.dropped or self.regained or self.changed)


def preview(region: Region, phrases: similarity.phrases.Boilerplate) -> Preview:
    """Read the region's texts by the list in force and by ``phrases``, and compare."""
    old = text_of(region)
    keys, texts = texts_of(region)
    departments = tuple(department for _, department in keys)
    new, p50, p95 = fit_region(texts, departments, phrases)
    names = dict(Department.objects.filter(region=region).values_list("pk", "name"))
    titles = [names[department] for department in departments]
    clauses = list(_clauses(old.corpus, new, keys, titles))
    moved = list(_pairs(old.corpus, new, departments, titles))
    changed = [pair for pair in moved if abs(pair.after - pair.before) >= 100 * POINT]
    changed.sort(key=lambda pair: -abs(pair.after - pair.before))
    return Preview(
        dropped=tuple(change for change, gone in clauses if gone),
        regained=tuple(change for change, gone in clauses if gone is False),
        clauses=len(clauses),
        pairs=len(moved),
        changed=len(changed),
        largest=tuple(changed[:LARGEST]),
        p50=(100 * old.p50, 100 * p50),
        p95=(100 * old.p95, 100 * p95),
    )


def _clauses(
    old: similarity.overlap.Corpus,
    new: similarity.overlap.Corpus,
    keys: list[tuple[int, int]],
    titles: list[str],
) -> Iterator[tuple[ClauseChange, bool | None]]:
    """Every clause with True where it would count no more, False where again, None elsewhere."""

    before, after = similarity.clauses.Cleaner(old.phrases), similarity.clauses.Cleaner(new.phrases)
    for (key, _), title, text in zip(keys, titles, old.texts, strict=True):
        for was, now in zip(before.split(text), after.split(text), strict=True):
            change = ClauseChange(title, key, text.name, was.text, _why(was.excluded, now.excluded))
            same = (was.excluded is None) == (now.excluded is None)
            yield change, None if same else now.excluded is not None


def _why(was: str | None, now: str | None) -> str:
    return WHY.get(now or was or "", "")


def _pairs(
    old: similarity.overlap.Corpus,
    new: similarity.overlap.Corpus,
    departments: tuple[int, ...],
    titles: list[str],
) -> Iterator[PairChange]:
    """Every pair of sections of one department with its similarity by both lists."""
    for rows in places_of(departments):
        before, after = _matrix(old, rows), _matrix(new, rows)
        for i, row in enumerate(rows):
            for j in range(i + 1, len(rows)):
                yield PairChange(
                    titles[row],
                    _name(old.texts, row),
                    _name(old.texts, rows[j]),
                    100 * float(before[i, j]),
                    100 * float(after[i, j]),
                )


def _name(texts: tuple[similarity.clauses.SectionText, ...], row: int) -> str:
    return texts[row].name


def _matrix(corpus: similarity.overlap.Corpus, rows: list[int]) -> Floats:

    matrix = similarity.overlap.similarity(corpus, rows)
    return similarity.hubs.less_hubs(matrix, similarity.hubs.hub_excess(matrix))
