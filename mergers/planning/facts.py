"""Everything the plan page says about a stored plan, worked out from its own problem object."""

from __future__ import annotations

from collections.abc import Sequence

from departments.kind_groups import in_words
from departments.models import StaffMember
from mergers.domain.arrangement import Arrangement, read
from mergers.domain.completeness import destinations_in, faults_in
from mergers.domain.snapshot import snapshot_of
from mergers.domain.workflow import FROZEN
from mergers.lazy import planner
from mergers.models import MergePlan, PlanEdit
from mergers.planning.changes import change_facts
from mergers.planning.fact_types import (
    MemberFact,
    PeopleMoveFact,
    PlanFacts,
    PlannedSectionFacts,
    RuleFact,
)
from mergers.planning.parts import part_facts
from mergers.planning.planned_sections import planned_section_facts
from mergers.planning.rescoring import Scored, score
from mergers.planning.small_sections import small_sections_of
from mergers.planning.solving import RULE_NAMES, problem_of_plan
from mergers.planning.verdicts import verdict_facts


def plan_facts(plan: MergePlan, edit: PlanEdit | None = None) -> PlanFacts:
    """Work out every figure of a plan from what is stored with it, in four queries.

    ``edit`` was made just now, the newest of all: it tells how the plan is arranged without a query.
    """
    arrangement = read(plan) if edit is None else Arrangement.from_json(edit.after)
    scored = score(plan, arrangement)
    members = members_of(plan)
    settled = plan.status in FROZEN
    destinations = destinations_in(snapshot_of(plan), arrangement, settled=settled)
    people_moves = _people_moves(arrangement, members)
    planned_sections = planned_section_facts(
        plan, arrangement, scored, members, destinations, people_moves
    )
    verdicts = verdict_facts(plan, arrangement, planned_sections, destinations, people_moves)
    faults = faults_in(plan, arrangement, None if settled else destinations)
    problem = scored.before
    weights, missing = problem.weights, plan.not_assessed
    return PlanFacts(
        score=scored.plan.score,
        today_score=scored.today_score,
        parts=part_facts(scored, problem, planned_sections, missing),
        big_sections=planned_sections,
        rules=tuple(_rule(outcome, scored) for outcome in scored.rules),
        changes=change_facts(plan, planned_sections, verdicts, destinations, people_moves),
        one_person_before=sum(people <= 1 for people in snapshot_of(plan).people_of_units.values()),
        one_person_after=_one_person_after(scored),
        p50=problem.calibration.p50,
        p95=problem.calibration.p95,
        verdicts=verdicts,
        destinations=destinations,
        people_moves=people_moves,
        faults=(*faults, *_unreasoned(planned_sections)),
        unfounded=sum(getattr(weights, part) * scored.plan.parts[part] for part in missing),
        arrangement=arrangement,
        small=small_sections_of(plan, scored),
    )


def members_of(plan: MergePlan) -> dict[int, MemberFact]:
    """The sections of a plan with their figures of the day it was made, by key."""
    snapshot = snapshot_of(plan)
    frozen, units = snapshot.by_id(), snapshot.people_of_units
    return {
        (pk := int(section.id)): MemberFact(
            pk=pk,
            name=section.name,
            kind=section.kind,
            lines=section.lines,
            people=frozen[pk].people,
            quota=frozen[pk].quota,
            load_hours=section.load_hours,
            posts=frozen[pk].posts,
            unit_people=units[frozen[pk].unit],
        )
        for section in problem_of_plan(plan).sections
    }


def _people_moves(
    arrangement: Arrangement, members: dict[int, MemberFact]
) -> tuple[PeopleMoveFact, ...]:
    """The people who leave their section, with the names of those who are known."""
    wanted = {
        pk for people_transfer in arrangement.people_transfers for pk in people_transfer.staff
    }
    found = StaffMember.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    names = dict(found)
    planned_sections = {big.pk: big.name for big in arrangement.planned_sections}
    return tuple(
        PeopleMoveFact(
            section=people_transfer.section,
            section_name=members[people_transfer.section].name,
            big_section=people_transfer.big,
            big_name=planned_sections[people_transfer.big],
            people=people_transfer.people,
            staff=tuple(names[pk] for pk in people_transfer.staff if pk in names),
        )
        for people_transfer in arrangement.people_transfers
    )


def _one_person_after(scored: Scored) -> int:
    """How many big sections, and sections still on the bench, have one person at most."""
    people = {unit.id: unit.people for unit in scored.split_sections.problem.sections}
    return sum(sum(people[pk] for pk in group) <= 1 for group in scored.split_sections.groups)


def _rule(outcome: planner.rulecheck.RuleOutcome, scored: Scored) -> RuleFact:
    names = {unit.id: unit.name for unit in scored.split_sections.problem.sections}
    return RuleFact(
        rule=outcome.rule,
        label=RULE_NAMES.get(outcome.rule, outcome.rule),
        passed=outcome.passed,
        figures=dict(outcome.figures),
        breaches=tuple(tuple(names[pk] for pk in breach) for breach in outcome.breaches),
        wanted=in_words([list(kinds) for kinds in scored.before.rules.kind_groups or ()])
        if outcome.rule == "kind_groups"
        else "",
    )


def _unreasoned(planned_sections: Sequence[PlannedSectionFacts]) -> list[str]:
    """Merges for which neither a person nor the plan's figures give a reason."""
    return [
        f"“{big.name}”没有整合理由，数据也看不出理由。请补充理由。"
        for big in planned_sections
        if big.verdict == "整合" and not big.reason
    ]
