"""The figures of a plan's big sections, counted in units where sections are split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from mergers.domain.arrangement import Arrangement, PlannedSection
from mergers.domain.completeness import DutyDestination
from mergers.domain.quotas import quotas_of
from mergers.lazy import Floats, planner, similarity
from mergers.models import MergePlan, PlanMode
from mergers.planning.fact_types import MemberFact, PairFact, PeopleMoveFact, PlannedSectionFacts
from mergers.planning.reasons import Reasons

if TYPE_CHECKING:
    from mergers.planning.rescoring import Scored

Members = Mapping[int, MemberFact]


def planned_section_facts(
    plan: MergePlan,
    arrangement: Arrangement,
    scored: Scored,
    members: Members,
    destinations: Sequence[DutyDestination],
    people_moves: Sequence[PeopleMoveFact],
) -> tuple[PlannedSectionFacts, ...]:
    """One fact for every big section, in their order; one in which nothing lands is all zeros."""

    problem = scored.split_sections.problem
    closeness = similarity.overlap.normalise(
        problem.overlap, problem.calibration.p50, problem.calibration.p95
    )
    place = {unit.id: row for row, unit in enumerate(problem.sections)}
    groups = dict(
        zip(scored.split_sections.planned_sections, scored.split_sections.groups, strict=True)
    )
    parts = {frozenset(group.members): dict(group.parts) for group in scored.plan.groups}
    reasons = Reasons(plan, scored)
    people = {pk: member.people for pk, member in members.items()}
    quotas = quotas_of(arrangement, {pk: m.quota for pk, m in members.items()}, people)
    facts = []
    for big in arrangement.planned_sections:
        ids = groups.get(big.pk, ())
        own = [members[pk] for pk in arrangement.members(big.pk)]
        figures = planner.scoring.group_facts(scored.model, ids) if ids else None
        facts.append(
            _fact(
                big,
                own,
                figures,
                pairs=_pairs(own, problem.overlap, closeness, place),
                parts=parts.get(frozenset(ids), {}),
                default=reasons.of_big(big, own, figures),
                incoming=[one for one in destinations if one.moved and one.big_section == big.pk],
                arriving=_arriving(big, arrangement, members, people_moves),
                quotas=(quotas.before[big.pk], quotas.after[big.pk]),
            )
        )
    return tuple(facts)


def _fact(
    big: PlannedSection,
    own: Sequence[MemberFact],
    figures: planner.scoring.GroupFacts | None,
    *,
    pairs: tuple[PairFact, ...],
    parts: dict[str, float],
    default: str,
    incoming: Sequence[DutyDestination],
    arriving: Sequence[PeopleMoveFact],
    quotas: tuple[int | None, int | None],
) -> PlannedSectionFacts:
    people = int(figures.people) if figures else 0
    rated = figures is not None and figures.load_hours is not None
    return PlannedSectionFacts(
        pk=big.pk,
        name=big.name,
        members=tuple(own),
        people=people,
        load_hours=figures.load_hours if figures else None,
        load_ratio=figures.load_ratio if figures and rated else None,
        posts_before=sum(member.posts for member in own),
        posts_after=posts_after(big, own, figures),
        posts_by_rule=figures.posts_after if figures else 0,
        closeness=figures.mean_q if figures else 0.0,
        parts=parts,
        pairs=pairs,
        verdict="整合" if len(own) > 1 else "保留" if own else "新设",
        mode=big.mode,
        mode_label=str(PlanMode(big.mode).label),
        reason=big.reason or default,
        own_reason=bool(big.reason),
        incoming=tuple(incoming),
        arriving=tuple(arriving),
        new_heads=int(people - figures.largest_member) if figures else 0,
        quota_before=quotas[0],
        quota_after=quotas[1],
    )


def posts_after(
    big: PlannedSection, own: Sequence[MemberFact], figures: planner.scoring.GroupFacts | None
) -> int:
    """Leadership posts afterwards: a new section gets what the rule gives, merged ones never more
    than they had (as execution does), everybody else keeps theirs.
    """
    before = sum(member.posts for member in own)
    if figures is None:
        return before
    if not own:
        return figures.posts_after
    if len(own) > 1 and big.mode == PlanMode.MERGE:
        return min(figures.posts_after, max(before, 1))
    return before


def _arriving(
    big: PlannedSection,
    arrangement: Arrangement,
    members: Members,
    people_moves: Sequence[PeopleMoveFact],
) -> list[PeopleMoveFact]:
    """People who come to a big section without their section, those of abolished ones too."""
    abolished = [
        PeopleMoveFact(
            section=place.section,
            section_name=members[place.section].name,
            big_section=big.pk,
            big_name=big.name,
            people=max(members[place.section].people - _leaving(place.section, people_moves), 0),
            staff=(),
        )
        for place in arrangement.places
        if place.abolished and place.people_to == big.pk
    ]
    return [*(move for move in people_moves if move.big_section == big.pk), *abolished]


def _leaving(section: int, people_moves: Sequence[PeopleMoveFact]) -> int:
    return sum(move.people for move in people_moves if move.section == section)


def _pairs(
    own: Sequence[MemberFact],
    similarity: Floats,
    closeness: Floats,
    place: Mapping[str, int],
) -> tuple[PairFact, ...]:
    """How alike every two members are."""
    return tuple(
        PairFact(
            a,
            b,
            float(similarity[place[str(a.pk)], place[str(b.pk)]]),
            float(closeness[place[str(a.pk)], place[str(b.pk)]]),
        )
        for a, b in combinations(own, 2)
    )
