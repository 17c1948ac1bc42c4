"""The radar over the duties of a region: read from the database, kept while no text changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bigsection.jobs.models import Job, JobStatus
from departments.models import Duty, LifecycleStatus, Region
from mergers.domain.duty_pairs import pair_hash
from mergers.lazy import similarity
from mergers.planning.phrase_lists import phrases_of

JOB = "duty_radar"
AT_ONCE = 15_000
"""So many duties are compared while a person waits (about a second); more of them by a job."""


@dataclass(frozen=True, slots=True)
class PlacedDuty:
    """A duty in force and where it is; ``elsewhere`` counts the other sections of the department
    that have the same text."""

    pk: int
    text: str
    section: int
    section_name: str
    department: int
    department_name: str
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class DutyPair:
    """Two duties of two departments, the smaller department first, and how alike they are.

    ``likeness`` = ``cosine`` · ``telling`` (see `similarity.radar`); ``topic`` is the place
    of the topic in ``RegionRadar.topics`` when both belong to it.
    """

    hash: str
    a: PlacedDuty
    b: PlacedDuty
    cosine: float
    telling: float
    likeness: float
    departments: int
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """What three departments or more have in their lists, and who they are."""

    duties: tuple[PlacedDuty, ...]
    departments: int


@dataclass(frozen=True, slots=True, eq=False)
class RegionRadar:
    """All that was found in a region; ``common`` are clauses of so many departments that they say
    nothing, with the number of departments; ``unscored`` duties are catch-alls and boilerplate, of
    all ``duties`` of so many ``departments``."""

    pairs: tuple[DutyPair, ...]
    topics: tuple[SharedTopic, ...]
    common: tuple[tuple[PlacedDuty, int], ...]
    duties: int
    departments: int
    unscored: int

    def named(self, name: str) -> DutyPair | None:
        """The pair of this hash."""
        return next((pair for pair in self.pairs if pair.hash == name), None)


def radar_of(region: Region) -> RegionRadar | None:
    """What the radar finds; None while a region too large for a page has not been compared."""
    placed, phrases = _placed(region), phrases_of(region)
    rows = _rows(placed)
    found = _found(rows, phrases) if len(rows) <= AT_ONCE else _compared(region, rows, phrases)
    return None if found is None else _on_screen(placed, found)


def compare(region: Region, tick: Callable[[float], None]) -> dict[str, Any]:
    """The work of the job: the radar of a large region as plain values, for its result."""

    rows, phrases = _rows(_placed(region)), phrases_of(region)
    lines = similarity.duty_lines.read(rows, phrases=phrases)
    found = similarity.radar.find(lines, tick=tick)
    return {
        "region": region.pk,
        "fingerprint": _fingerprint(rows, phrases),
        "pairs": [[p.a, p.b, p.cosine, p.telling, p.departments] for p in found.pairs],
        "matters": [[list(topic.duties), topic.departments] for topic in found.topics],
        "common": [[one.key, one.departments] for one in found.common],
        "unscored": lines.unscored,
    }


def evidence_of(region: Region) -> Callable[[int, int], similarity.evidence.PairEvidence]:
    """A function that tells why two duties (keys of the radar's pairs) are alike."""

    lines = _lines(_rows(_placed(region)), phrases_of(region))
    return lambda a, b: similarity.radar.explain(lines, a, b)


def evidence_of_texts(
    region: Region, a: tuple[int, str, str], b: tuple[int, str, str]
) -> similarity.evidence.PairEvidence:
    """Why two texts are alike, each given as department, section name and text; for a ruling whose
    duty is no longer there."""

    ghosts = tuple(
        similarity.duty_lines.RadarDuty(-place, *one) for place, one in enumerate((a, b), start=1)
    )
    rows = (*_rows(_placed(region)), *ghosts)
    return similarity.radar.explain(
        similarity.duty_lines.read(rows, phrases=phrases_of(region)), -1, -2
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The planner's answer, and how many duties did not count."""

    radar: similarity.radar.Radar
    unscored: int


def _placed(region: Region) -> Mapping[int, PlacedDuty]:
    """The duties in force of standing sections by key; a text once per department."""
    rows = (
        Duty.objects.filter(
            section__department__region=region,
            section__standing=LifecycleStatus.ACTIVE,
            section__department__standing=LifecycleStatus.ACTIVE,
        )
        .order_by("section__department_id", "section__position", "section_id", "position", "pk")
        .values_list(
            "pk",
            "text",
            "section_id",
            "section__name",
            "section__department_id",
            "section__department__name",
        )
    )
    first: dict[tuple[int, str], PlacedDuty] = {}
    times: dict[tuple[int, str], set[int]] = {}
    for row in rows:
        duty = PlacedDuty(*row)
        first.setdefault((duty.department, duty.text), duty)
        times.setdefault((duty.department, duty.text), set()).add(duty.section)
    return {
        duty.pk: PlacedDuty(
            duty.pk,
            duty.text,
            duty.section,
            duty.section_name,
            duty.department,
            duty.department_name,
            len(times[place]) - 1,
        )
        for place, duty in first.items()
    }


def _rows(placed: Mapping[int, PlacedDuty]) -> tuple[similarity.duty_lines.RadarDuty, ...]:

    return tuple(
        similarity.duty_lines.RadarDuty(duty.pk, duty.department, duty.section_name, duty.text)
        for duty in placed.values()
    )


@lru_cache(maxsize=4)
def _lines(
    rows: tuple[similarity.duty_lines.RadarDuty, ...], phrases: similarity.phrases.Boilerplate
) -> similarity.duty_lines.DutyLines:

    return similarity.duty_lines.read(rows, phrases=phrases)


@lru_cache(maxsize=4)
def _found(
    rows: tuple[similarity.duty_lines.RadarDuty, ...], phrases: similarity.phrases.Boilerplate
) -> _Compared:

    lines = _lines(rows, phrases)
    return _Compared(similarity.radar.find(lines), lines.unscored)


def _fingerprint(
    rows: Sequence[similarity.duty_lines.RadarDuty], phrases: similarity.phrases.Boilerplate
) -> str:
    """What a comparison was made of; another text or phrase list is another comparison."""
    return hashlib.sha256(repr((rows, phrases)).encode()).hexdigest()


def _compared(
    region: Region,
    rows: tuple[similarity.duty_lines.RadarDuty, ...],
    phrases: similarity.phrases.Boilerplate,
) -> _Compared | None:
    """The result of a finished job over the same texts."""

    done = Job.objects.filter(kind=JOB, status=JobStatus.DONE, result__region=region.pk)
    wanted = _fingerprint(rows, phrases)
    for job in done.order_by("-created_at")[:5]:
        result = job.result
        if result["fingerprint"] == wanted:
            pairs = tuple(similarity.radar.AlikePair(*values) for values in result["pairs"])
            topics = tuple(similarity.topics.Topic(tuple(keys), n) for keys, n in result["matters"])
            common = tuple(similarity.radar.Common(key, n) for key, n in result["common"])
            return _Compared(similarity.radar.Radar(pairs, topics, common), result["unscored"])
    return None


def _on_screen(placed: Mapping[int, PlacedDuty], found: _Compared) -> RegionRadar:
    topic_of = {
        key: place for place, topic in enumerate(found.radar.topics) for key in topic.duties
    }
    pairs = []
    for one in found.radar.pairs:
        a, b = placed[one.a], placed[one.b]
        name = pair_hash(a.department, a.text, b.department, b.text)
        topic = topic_of.get(one.a)
        shared = topic if topic == topic_of.get(one.b) else None
        pairs.append(
            DutyPair(
                name, a, b, one.cosine, one.telling, one.likeness, one.departments, topic=shared
            )
        )
    return RegionRadar(
        pairs=tuple(pairs),
        topics=tuple(
            SharedTopic(tuple(placed[key] for key in topic.duties), topic.departments)
            for topic in found.radar.topics
        ),
        common=tuple((placed[one.key], one.departments) for one in found.radar.common),
        duties=len(placed),
        departments=len({duty.department for duty in placed.values()}),
        unscored=found.unscored,
    )
