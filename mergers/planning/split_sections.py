"""The problem in which a plan with split sections is scored (docs/adr/0019).

A section whose duties or people go to other big sections is taken apart into units: one for each
of those big sections, named ``12>34`` (section, big section), and the rest, which keeps the
section's own name and goes where the section goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mergers.domain.arrangement import Arrangement
from mergers.domain.snapshot import SectionSnapshot, hash_of, known_hours, snapshot_of
from mergers.lazy import Floats, np, planner, similarity
from mergers.models import MergePlan
from mergers.planning.calibrations import calibration_of_plan
from mergers.planning.similarity import with_texts
from mergers.planning.similarity_blend import similarity_blend_from_json
from mergers.planning.solving import problem_of_plan

PART = "（划出部分）"
PIECE = ">"
"""In the name of what was moved out of a section; section ids have none."""
UNITS = "units"
"""Key of ``MergePlan.outcome`` under which the similarities of the units are kept."""


@dataclass(frozen=True)
class SplitSections:
    """The problem in units, its groups, and the big section of each (None: on the bench, alone).

    ``before`` is the problem that was solved; ``changed`` says that it is no longer the problem that was solved: its bound says nothing here.
    """

    before: planner.problem.Problem
    problem: planner.problem.Problem
    groups: tuple[tuple[str, ...], ...]
    planned_sections: tuple[int | None, ...]
    changed: bool

    @cached_property
    def singles_today(self) -> float:
        """U₀ of the score: one-person sections are counted against those of today, not against the
        units: taking a person out of a section must not make a reform look better.
        """
        return planner.model.single_count_of(section.people for section in self.before.sections)

    @cached_property
    def model(self) -> planner.model.Model:
        """The planner's model of the units."""
        return replace(planner.model.build_model(self.problem), single_count=self.singles_today)


def split_sections_of(plan: MergePlan, arrangement: Arrangement) -> SplitSections:
    """Take the split sections of a plan apart; without one, the plan's own problem."""
    before = problem = problem_of_plan(plan)
    frozen = snapshot_of(plan).by_id()
    kinds = _kinds(problem, arrangement)
    rests: list[planner.problem.SectionInput] = []
    pieces: list[planner.problem.SectionInput] = []
    for section in problem.sections:
        rests.append(_rest(section, frozen[int(section.id)], arrangement))
        pieces += _pieces(section, frozen[int(section.id)], arrangement, kinds)
    changed = bool(pieces) or tuple(rests) != problem.sections
    groups = _groups(arrangement, pieces)
    if changed:
        problem = _rebuilt(plan, problem, rests, pieces)
    return SplitSections(before, problem, tuple(groups.values()), tuple(_bigs(groups)), changed)


def _rest(
    section: planner.problem.SectionInput, frozen: SectionSnapshot, arrangement: Arrangement
) -> planner.problem.SectionInput:
    """What of a section goes where the section goes."""
    pk = int(section.id)
    place = arrangement.place(pk)
    home = place.home if place else None
    moves = [move for move in arrangement.transfers if move.origin == pk]
    gone: set[int | None] = {move.duty for move in moves if move.big is None or move.big != home}
    if place and place.abolished:  # its duties are placed one by one: nothing follows by itself
        staying = {move.duty for move in moves if move.big == home}
        gone = {duty for duty, _ in frozen.duties if duty not in staying}
    leaving = sum(
        people_transfer.people
        for people_transfer in arrangement.people_transfers
        if people_transfer.section == pk
    )
    return replace(
        section,
        people=max(section.people - leaving, 0),
        duties=frozen.texts(gone),
        load_hours=frozen.load_hours(gone),
    )


def _pieces(
    section: planner.problem.SectionInput,
    frozen: SectionSnapshot,
    arrangement: Arrangement,
    kinds: Mapping[int, str],
) -> list[planner.problem.SectionInput]:
    """One unit for every other big section to which duties or people of a section go.

    It goes with any line, and is of the kind of those it comes to: the rules on lines and kinds
    speak of sections, not of a single duty that somebody moved on purpose.
    """
    pk = int(section.id)
    moves = [move for move in arrangement.transfers if move.origin == pk]
    people_transfers = [
        people_transfer
        for people_transfer in arrangement.people_transfers
        if people_transfer.section == pk
    ]
    place = arrangement.place(pk)
    targets = {move.big for move in moves} | {
        people_transfer.big for people_transfer in people_transfers
    }
    targets.discard(place.home if place else None)
    units = []
    for big in sorted(target for target in targets if target is not None):
        going = {move.duty for move in moves if move.big == big}
        units.append(
            replace(
                section,
                id=f"{section.id}>{big}",
                name=f"{section.name}{PART}",
                lines=(),
                kind=kinds.get(big, section.kind),
                people=sum(
                    people_transfer.people
                    for people_transfer in people_transfers
                    if people_transfer.big == big
                ),
                posts=0,
                duties=tuple(text for duty, text in frozen.duties if duty in going),
                load_hours=known_hours(hours for duty, hours in frozen.items if duty in going),
            )
        )
    return units


def _kinds(problem: planner.problem.Problem, arrangement: Arrangement) -> dict[int, str]:
    """The kind that most people of each big section's own members have."""
    sections = {int(section.id): section for section in problem.sections}
    found = {}
    for big in arrangement.planned_sections:
        people: Counter[str] = Counter()
        for pk in arrangement.members(big.pk):
            people[sections[pk].kind] += 1 + int(sections[pk].people)
        if people:
            found[big.pk] = people.most_common(1)[0][0]
    return found


def _groups(
    arrangement: Arrangement, pieces: Iterable[planner.problem.SectionInput]
) -> dict[int | str, tuple[str, ...]]:
    """The members of every big section in which something lands; a section on the bench alone."""
    found: dict[int | str, list[str]] = {big.pk: [] for big in arrangement.planned_sections}
    for place in arrangement.places:
        key = str(place.section) if place.home is None else place.home
        found.setdefault(key, []).append(str(place.section))
    for piece in pieces:
        found[int(piece.id.partition(">")[2])].append(piece.id)
    return {key: tuple(members) for key, members in found.items() if members}


def _bigs(groups: Iterable[int | str]) -> list[int | None]:
    return [key if isinstance(key, int) else None for key in groups]


def _rebuilt(
    plan: MergePlan,
    problem: planner.problem.Problem,
    rests: list[planner.problem.SectionInput],
    pieces: list[planner.problem.SectionInput],
) -> planner.problem.Problem:
    """The problem of the units; how alike two are is computed anew where a text has changed."""
    sections = (*rests, *pieces)
    same = [new.duties == old.duties for new, old in zip(rests, problem.sections, strict=True)]
    same += [False] * len(pieces)
    matrix = problem.overlap if all(same) else _overlap(plan, problem, sections, same)
    return replace(problem, sections=sections, overlap=matrix)


def _overlap(
    plan: MergePlan,
    problem: planner.problem.Problem,
    sections: tuple[planner.problem.SectionInput, ...],
    same: list[bool],
) -> Floats:
    """The similarities of the units: those stored with the plan, else by its calibration."""
    stored = plan.outcome.get(UNITS)
    if stored and stored["hash"] == texts_hash(sections):
        return np.array(stored["overlap"], dtype=np.float64)
    n = len(problem.sections)
    # A part has no name of its own: what it is about stands in its duties.
    texts = [
        similarity.clauses.SectionText(unit.name if row < n else "", unit.duties)
        for row, unit in enumerate(sections)
    ]
    keys = [int(unit.id) if row < n else -row for row, unit in enumerate(sections)]
    similarity_blend = similarity_blend_from_json(plan.problem.get("mixture"))
    calibration = calibration_of_plan(plan)
    return with_texts(calibration, similarity_blend, problem.overlap, texts, keys, same)


def texts_hash(sections: Iterable[planner.problem.SectionInput]) -> str:
    """Tells which units, of which texts, similarities were stored for."""
    return hash_of([[unit.id, unit.name, list(unit.duties)] for unit in sections])


def stored_split_sections(units: SplitSections) -> dict[str, Any] | None:
    """What is kept of the units with the plan; None where they are its own problem."""
    if not units.changed:
        return None
    matrix = (units.problem.overlap + 0.0).tolist()
    return {"hash": texts_hash(units.problem.sections), "overlap": matrix}
