"""The radar over the duties of a region: read from the database, kept while no text changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bigsection.jobs.models import Job, JobStatus
from bigsection.kept import kept
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
    all ``duties`` of so many ``departments``. ``explain`` tells why the two of a pair are alike."""

    pairs: tuple[DutyPair, ...]
    topics: tuple[SharedTopic, ...]
    common: tuple[tuple[PlacedDuty, int], ...]
    duties: int
    departments: int
    unscored: int
    explain: Callable[[DutyPair], similarity.evidence.PairEvidence]

    def named(self, name: str) -> DutyPair | None:
        """The pair of this hash."""
        return next((pair for pair in self.pairs if pair.hash == name), None)


def radar_of(region: Region) -> RegionRadar | None:
    """What the radar finds; None while a region too large for a page has not been compared."""
    texts = _texts_of(region)
    found = _found(texts) if len(texts.rows) <= AT_ONCE else _compared(region, texts)
    return None if found is None else _on_screen(texts, found)


def compare(region: Region, tick: Callable[[float], None]) -> dict[str, Any]:
    """The work of the job: the radar of a large region as plain values, for its result."""

    texts = _texts_of(region)
    lines = similarity.duty_lines.read(texts.rows, phrases=texts.phrases)
    found = similarity.radar.find(lines, tick=tick)
    return {
        "region": region.pk,
        "fingerprint": texts.fingerprint,
        "pairs": [[p.a, p.b, p.cosine, p.telling, p.departments] for p in found.pairs],
        "matters": [[list(topic.duties), topic.departments] for topic in found.topics],
        "common": [[one.key, one.departments] for one in found.common],
        "unscored": lines.unscored,
    }


def evidence_of_texts(
    region: Region, a: tuple[int, str, str], b: tuple[int, str, str]
) -> similarity.evidence.PairEvidence:
    """Why two texts are alike, each given as department, section name and text; for a ruling whose
    duty is no longer there."""

    texts = _texts_of(region)
    ghosts = [
        similarity.duty_lines.RadarDuty(-place, *one) for place, one in enumerate((a, b), start=1)
    ]
    lines = similarity.duty_lines.read((*texts.rows, *ghosts), phrases=texts.phrases)
    return similarity.radar.explain(lines.corpus, *ghosts, phrases=texts.phrases)


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """What of a region is compared: its duties by key, and the phrase list it has."""

    placed: Mapping[int, PlacedDuty]
    phrases: similarity.phrases.Boilerplate
    rows: tuple[similarity.duty_lines.RadarDuty, ...]
    fingerprint: str
    """What a comparison is made of; another text or phrase list is another comparison."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """The planner's answer, and how many duties did not count."""

    radar: similarity.radar.Radar
    unscored: int


def _texts_of(region: Region) -> _Texts:
    placed, phrases = _placed(region), phrases_of(region)
    rows = tuple(map(_row, placed.values()))
    fingerprint = hashlib.sha256(repr((rows, phrases)).encode()).hexdigest()
    return _Texts(placed, phrases, rows, fingerprint)


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
    first: dict[tuple[int, str], tuple[int, str, int, str, int, str]] = {}
    times: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for row in rows:
        _, text, section, _, department, _ = row
        first.setdefault((department, text), row)
        times[department, text].add(section)
    return {row[0]: PlacedDuty(*row, len(times[place]) - 1) for place, row in first.items()}


def _row(duty: PlacedDuty) -> similarity.duty_lines.RadarDuty:
    return similarity.duty_lines.RadarDuty(duty.pk, duty.department, duty.section_name, duty.text)


@kept(lambda texts: texts.fingerprint)
def _corpus(texts: _Texts) -> similarity.overlap.Corpus:
    """How telling every bigram is among the duties: all that an explanation takes beside the two."""
    return similarity.duty_lines.read(texts.rows, phrases=texts.phrases).corpus


@kept(lambda texts: texts.fingerprint)
def _found(texts: _Texts) -> _Compared:
    lines = similarity.duty_lines.read(texts.rows, phrases=texts.phrases)
    return _Compared(similarity.radar.find(lines), lines.unscored)


def _compared(region: Region, texts: _Texts) -> _Compared | None:
    """The result of a finished job over the same texts."""

    done = Job.objects.filter(kind=JOB, status=JobStatus.DONE, result__region=region.pk)
    for job in done.order_by("-created_at")[:5]:
        result = job.result
        if result["fingerprint"] == texts.fingerprint:
            pairs = tuple(similarity.radar.AlikePair(*values) for values in result["pairs"])
            topics = tuple(similarity.topics.Topic(tuple(keys), n) for keys, n in result["matters"])
            common = tuple(similarity.radar.Common(key, n) for key, n in result["common"])
            return _Compared(similarity.radar.Radar(pairs, topics, common), result["unscored"])
    return None


def _on_screen(texts: _Texts, found: _Compared) -> RegionRadar:
    placed = texts.placed
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
        explain=partial(_explain, texts),
    )


@kept(lambda texts, pair: (texts.fingerprint, pair.a.pk, pair.b.pk))
def _explain(texts: _Texts, pair: DutyPair) -> similarity.evidence.PairEvidence:
    ends = map(_row, (pair.a, pair.b))
    return similarity.radar.explain(_corpus(texts), *ends, phrases=texts.phrases)
