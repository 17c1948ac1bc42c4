"""What another calibration would change in a region, worked out before it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bigsection.kept import kept
from departments.models import Department, Region, RegionCalibration
from mergers.domain.snapshot import hash_of
from mergers.lazy import similarity
from mergers.planning import calibrations
from mergers.planning.levels import level_of
from mergers.planning.phrase_lists import phrases_of

POINT = 0.01
"""A pair has changed when its similarity does by a point at least."""
LARGEST = 8
ADVISED = 0.2
"""A new calibration is advised when a larger part of the sections is newer than the present one."""


@dataclass(frozen=True, slots=True)
class PairChange:
    """Two sections of a department, their similarity in points and their heat level, before and
    after.
    """

    department: str
    a: str
    b: str
    before: float
    after: float
    levels: tuple[int, int]

    @property
    def recoloured(self) -> bool:
        """Whether the matrix shows it in another colour."""
        return self.levels[0] != self.levels[1]


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """How many pairs of a department have another colour, of how many."""

    name: str
    recoloured: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Pairs of sections within departments: those of which the similarity changes visibly, those
    with another colour, the departments and pairs that change most; quantiles in points, before
    and after.
    """

    pairs: int
    changed: int
    recoloured: int
    largest: tuple[PairChange, ...]
    departments: tuple[DepartmentChange, ...]
    p50: tuple[float, float]
    p95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CalibrationPreview:
    """What calibrating anew would change: ``newer`` of ``sections`` are not, or not with this text,
    in the calibration in force; ``seen`` names what was compared.
    """

    effect: Effect
    sections: int
    newer: int
    seen: str
    same: bool

    def changes_something(self, present: RegionCalibration | None) -> bool:
        """Whether there is anything to calibrate by that the one in force does not have."""
        return bool(self.sections) and not (present is not None and self.same)

    @property
    def advised(self) -> bool:
        """Whether so much is newer than the calibration that a new one is advised."""
        return self.newer > ADVISED * self.sections


def preview(region: Region, present: RegionCalibration | None) -> CalibrationPreview:
    """Compare the calibration in force with that of the texts and the phrase list of today."""
    keys, texts = calibrations.texts_of(calibrations.sections_of(region))
    departments = [department for _, department in keys]
    new = calibrations.of_texts(texts, departments, phrases_of(region))
    old = new if present is None else calibrations.read(present)
    return CalibrationPreview(
        effect=effect_of(old, new, texts, titles_of(region, departments)),
        sections=len(texts),
        newer=sum(map(old.is_new, texts)),
        seen=seen_of(present, new),
        same=old.hash == new.hash,
    )


def seen_of(present: RegionCalibration | None, new: similarity.calibration.Calibration) -> str:
    """A short name of a calibration in force and the one that shall replace it."""
    return hash_of([present and present.hash, new.hash])[:16]


def titles_of(region: Region, departments: Iterable[int]) -> list[str]:
    """The names of departments of a region, in the order of these keys."""
    names = dict(Department.objects.filter(region=region).values_list("pk", "name"))
    return [names[department] for department in departments]


@kept(lambda old, new, *texts: (old.hash, new.hash, calibrations.name_of(*texts)))
def effect_of(
    old: similarity.calibration.Calibration,
    new: similarity.calibration.Calibration,
    texts: Sequence[similarity.clauses.SectionText],
    titles: Sequence[str],
) -> Effect:
    """Measure all pairs within departments against both; ``titles`` names that of each text."""
    pairs = list(_pairs(old, new, texts, titles))
    changed = [pair for pair in pairs if abs(pair.after - pair.before) >= 100 * POINT]
    changed.sort(key=lambda pair: -abs(pair.after - pair.before))
    tallies: dict[str, list[int]] = {}
    for pair in pairs:
        tally = tallies.setdefault(pair.department, [0, 0])
        tally[0] += pair.recoloured
        tally[1] += 1
    departments = [DepartmentChange(name, *tally) for name, tally in tallies.items() if tally[0]]
    departments.sort(key=lambda one: -one.recoloured)
    return Effect(
        pairs=len(pairs),
        changed=len(changed),
        recoloured=sum(pair.recoloured for pair in pairs),
        largest=tuple(changed[:LARGEST]),
        departments=tuple(departments[:LARGEST]),
        p50=(100 * old.p50, 100 * new.p50),
        p95=(100 * old.p95, 100 * new.p95),
    )


def _pairs(
    old: similarity.calibration.Calibration,
    new: similarity.calibration.Calibration,
    texts: Sequence[similarity.clauses.SectionText],
    titles: Sequence[str],
) -> Iterator[PairChange]:
    for rows in similarity.calibration.places_of(titles):
        own = [texts[row] for row in rows]
        (before, was), (after, now) = _measured(old, own), _measured(new, own)
        for i, row in enumerate(rows):
            for j in range(i + 1, len(rows)):
                yield PairChange(
                    titles[row],
                    own[i].name,
                    own[j].name,
                    100 * before[i][j],
                    100 * after[i][j],
                    (level_of(was[i][j]), level_of(now[i][j])),
                )


def _measured(
    calibration: similarity.calibration.Calibration,
    texts: Sequence[similarity.clauses.SectionText],
) -> tuple[list[list[float]], list[list[float]]]:
    """The similarities of the texts less hubs, and how near they count; links play no part."""
    matrix = similarity.overlap.similarity(calibration.corpus, texts)
    matrix = similarity.hubs.less_hubs(matrix, similarity.hubs.hub_excess(matrix))
    near = similarity.overlap.normalise(matrix, calibration.p50, calibration.p95)
    return matrix.tolist(), near.tolist()
