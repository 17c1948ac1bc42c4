"""What another phrase list would do in a region, worked out before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from departments.models import Region
from mergers.lazy import similarity
from mergers.planning import calibrations
from mergers.planning.calibration_preview import Effect, effect_of, titles_of

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
class Preview:
    """The effect of a list on clauses and on pairs of sections within departments."""

    dropped: tuple[ClauseChange, ...]
    regained: tuple[ClauseChange, ...]
    clauses: int
    effect: Effect

    @property
    def nothing(self) -> bool:
        """Whether the list changes nothing that can be seen."""
        return not (self.dropped or self.regained or self.effect.changed)


def preview(region: Region, phrases: similarity.phrases.Boilerplate) -> Preview:
    """Read the region's texts by the calibration in force and by one with ``phrases``, and compare:
    saving the list calibrates the region anew.
    """
    old = calibrations.calibration_in_force(region)
    keys, texts = calibrations.texts_of(calibrations.sections_of(region))
    departments = [department for _, department in keys]
    new = calibrations.of_texts(texts, departments, phrases)
    titles = titles_of(region, departments)
    clauses = list(_clauses(old.corpus.phrases, phrases, texts, keys, titles))
    return Preview(
        dropped=tuple(change for change, gone in clauses if gone),
        regained=tuple(change for change, gone in clauses if gone is False),
        clauses=len(clauses),
        effect=effect_of(old, new, texts, titles),
    )


def _clauses(
    old: similarity.phrases.Boilerplate,
    new: similarity.phrases.Boilerplate,
    texts: Iterable[similarity.clauses.SectionText],
    keys: Iterable[tuple[int, int]],
    titles: Iterable[str],
) -> Iterator[tuple[ClauseChange, bool | None]]:
    """Every clause with True where it would count no more, False where again, None elsewhere."""

    before, after = similarity.clauses.Cleaner(old), similarity.clauses.Cleaner(new)
    for (key, _), title, text in zip(keys, titles, texts, strict=True):
        for was, now in zip(before.split(text), after.split(text), strict=True):
            change = ClauseChange(title, key, text.name, was.text, _why(was.excluded, now.excluded))
            same = (was.excluded is None) == (now.excluded is None)
            yield change, None if same else now.excluded is not None


def _why(was: str | None, now: str | None) -> str:
    return WHY.get(now or was or "", "")
