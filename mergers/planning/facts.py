"""Everything the plan page says about a stored plan, worked out from its own problem object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.models import StaffMember
from mergers.arrangement import Arrangement, read
from mergers.conservation import faults_in, landings_in
from mergers.models import MergePlan
from mergers.planning.bigs import big_facts
from mergers.planning.changes import change_facts
from mergers.planning.fact_types import (
    BigFact,
    EditsFact,
    MemberFact,
    PeopleMoveFact,
    PlanFacts,
    RuleFact,
)
from mergers.planning.parts import part_facts
from mergers.planning.rescoring import Scored, score
from mergers.planning.solving import RULE_NAMES
from mergers.planning.verdicts import verdict_facts

if TYPE_CHECKING:
    from mergers.planner.rulecheck import RuleOutcome


def plan_facts(plan: MergePlan) -> PlanFacts:
    """Work out every figure of a plan from what is stored with it; about ten queries."""
    arrangement = read(plan)
    scored = score(plan, arrangement)
    members = members_of(plan)
    landings = landings_in(plan.baseline, arrangement)
    people_moves = _people_moves(arrangement, members)
    bigs = big_facts(plan, arrangement, scored, members, landings, people_moves)
    verdicts = verdict_facts(plan, arrangement, bigs, landings, people_moves)
    problem = scored.before
    return PlanFacts(
        score=scored.plan.score,
        today_score=scored.today.score,
        parts=part_facts(scored, problem, bigs),
        big_sections=bigs,
        rules=tuple(_rule(outcome, scored) for outcome in scored.rules),
        changes=change_facts(plan, bigs, verdicts, landings, people_moves),
        balance_assessed=any(s.load_hours is not None for s in problem.sections),
        one_person_before=sum(member.people <= 1 for member in members.values()),
        one_person_after=_one_person_after(scored),
        p50=problem.calibration.p50,
        p95=problem.calibration.p95,
        verdicts=verdicts,
        landings=landings,
        people_moves=people_moves,
        faults=(*faults_in(plan, arrangement), *_unreasoned(bigs)),
        edits=_edits(plan),
    )


def members_of(plan: MergePlan) -> dict[int, MemberFact]:
    """The sections of the baseline with their figures of the day the plan was made."""
    quotas = {item["id"]: item["quota"] for item in plan.baseline.get("sections", ())}
    return {
        int(item["id"]): MemberFact(
            pk=int(item["id"]),
            name=item["name"],
            kind=item["kind"],
            lines=tuple(item["lines"]),
            people=int(item["people"]),
            quota=quotas.get(int(item["id"])),
            load_hours=item["load_hours"],
            posts=int(item["posts"]),
        )
        for item in plan.problem["sections"]
    }


def _people_moves(
    arrangement: Arrangement, members: dict[int, MemberFact]
) -> tuple[PeopleMoveFact, ...]:
    """The people who leave their section, with the names of those who are known."""
    wanted = {pk for escort in arrangement.escorts for pk in escort.staff}
    found = StaffMember.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    names = dict(found)
    bigs = {big.pk: big.name for big in arrangement.bigs}
    return tuple(
        PeopleMoveFact(
            section=escort.section,
            section_name=members[escort.section].name,
            big_section=escort.big,
            big_name=bigs[escort.big],
            people=escort.people,
            staff=tuple(names[pk] for pk in escort.staff if pk in names),
        )
        for escort in arrangement.escorts
    )


def _one_person_after(scored: Scored) -> int:
    """How many big sections, and sections still on the bench, have one person at most."""
    people = {unit.id: unit.people for unit in scored.units.problem.sections}
    return sum(sum(people[pk] for pk in group) <= 1 for group in scored.units.groups)


def _rule(outcome: RuleOutcome, scored: Scored) -> RuleFact:
    names = {unit.id: unit.name for unit in scored.units.problem.sections}
    return RuleFact(
        rule=outcome.rule,
        label=RULE_NAMES.get(outcome.rule, outcome.rule),
        passed=outcome.passed,
        figures=dict(outcome.figures),
        breaches=tuple(tuple(names[pk] for pk in breach) for breach in outcome.breaches),
    )


def _unreasoned(bigs: Sequence[BigFact]) -> list[str]:
    """Merges for which neither a person nor the plan's figures give a reason."""
    return [
        f"“{big.name}”没有整合理由，数据也看不出理由。请补充理由。"
        for big in bigs
        if big.verdict == "整合" and not big.reason
    ]


def _edits(plan: MergePlan) -> EditsFact:
    """What undo and redo would do."""
    steps = plan.edits.order_by("number").values_list("words", "undone")
    done = [words for words, undone in steps if not undone]
    undone = [words for words, undone in steps if undone]
    return EditsFact(done[-1] if done else "", undone[0] if undone else "")
