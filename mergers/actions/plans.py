"""Making plans: asking the planner and storing what it finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid
from bigsection.jobs import running
from bigsection.jobs.models import Job
from departments.models import Department, RegionCalibration, Section
from mergers import permissions, planning
from mergers.actions import calibrations, save_arrangement
from mergers.domain.assessment import not_assessed
from mergers.domain.naming import plan_title, propose_names
from mergers.domain.snapshot import Snapshot, changed_since, freeze, snapshot_of
from mergers.lazy import planner
from mergers.models import BigSection, MergePlan, Placement, PlanMode, PlanStatus
from mergers.planning import transfers
from mergers.planning.reasons import PHRASES, kept_phrases
from mergers.planning.solving import problem_object_of, problem_of_plan
from mergers.planning.storing import StoredPlan, stored_plans, today_in_units, today_json
from mergers.questions.found_plans import stored_plan

JOB = "propose_plans"
MOMENT_S = 1.5


def propose(
    *,
    department: Department,
    request: planning.PlanRequest,
    by: User | None,
    at: datetime,
    on_progress: Callable[[str], None] | None = None,
) -> list[MergePlan]:
    """Ask the planner and store the best plan and its alternatives as drafts, best first.

    ``by`` is None for the command line. Raises NotAllowed outside the person's scope, Invalid
    (with a smallest set of conflicting rules) when no plan is feasible. Solving happens before
    the transaction, so that nobody waits for it; a structure that changed meanwhile is a Conflict.
    """
    question = _question(department, request, by, at)
    result = planning.solve_object(question.problem, request.time_limit_s, on_progress)
    planning.refuse_infeasible(question.problem, result)
    return _keep(department, question, result, by=by, at=at)


def propose_soon(
    *, department: Department, request: planning.PlanRequest, by: User, at: datetime
) -> list[MergePlan] | Job:
    """The same, but nobody waits longer than a moment: a question that is not settled by then goes
    on as a job, with progress. Its result names the best plan.
    """
    question = _question(department, request, by, at)
    result = planning.solve_object(question.problem, MOMENT_S)
    if planning.is_settled(result):
        planning.refuse_infeasible(question.problem, result)
        return _keep(department, question, result, by=by, at=at)
    return running.start(
        JOB,
        title=f"为{department}求最优方案",
        by=by,
        at=at,
        department_pk=department.pk,
        request=request.to_json(),
        by_pk=by.pk,
        moment=at.isoformat(),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """The structure that a plan is about, what it is measured against, and the problem object."""

    snapshot: Snapshot
    calibration: RegionCalibration | None
    problem: dict[str, Any]


def _question(
    department: Department, request: planning.PlanRequest, by: User | None, at: datetime
) -> Question:
    """The question of a department as it stands, after the permission has been checked."""
    if by is not None:
        permissions.check_propose(by, department)
    snapshot = freeze(department)
    if not snapshot.sections:
        raise Invalid(f"“{department}”还没有科室。", hint="请先导入科室名单。")
    calibration = calibrations.establish(region=department.region, at=at)
    problem = planning.problem_of(department, request, snapshot, calibration)
    return Question(snapshot, calibration, problem)


@transaction.atomic
def _keep(
    department: Department,
    question: Question,
    result: planner.api.Result,
    *,
    by: User | None,
    at: datetime,
) -> list[MergePlan]:
    """Store every plan of a result, unless the structure has changed since the question."""
    department = Department.objects.select_for_update().get(pk=department.pk)
    if freeze(department) != question.snapshot:
        raise Conflict("求解期间机构有变动。", hint="请重新求解。")
    asked = {name: value for name, value in question.problem.items() if name != "sections"}
    based = replace(question, problem=asked)
    return [
        _store(department, based, stored, by=by, at=at)
        for stored in stored_plans(question.problem, result)
    ]


@transaction.atomic
def keep_groups(
    *, plan: MergePlan, groups: Sequence[Sequence[str]], label: str, by: User, at: datetime
) -> MergePlan:
    """Store another plan of the same problem as a draft, such as an answer to a question names.

    ``groups`` are section ids of the problem. A draft that already groups them so is returned as
    it is. Raises NotAllowed, or Conflict when the structure has changed since ``plan`` was made.
    """
    department = Department.objects.select_for_update().get(pk=plan.department_id)
    permissions.check_propose(by, department)
    if changed_since(plan):
        raise Conflict("方案拟定后机构有变动。", hint="请按最新机构重新求解。")
    stored = stored_plan(plan, groups, label)
    drafts = MergePlan.objects.filter(
        department=department,
        status=PlanStatus.DRAFT,
        baseline_hash=plan.baseline_hash,
        objective=stored.objective,
        mode=plan.problem["mode"],
    )
    wanted = {frozenset(group) for group in stored.groups}
    for draft in drafts:
        if draft.problem == plan.problem and _groups_of(draft) == wanted:
            return draft
    question = Question(snapshot_of(plan), plan.calibration, plan.problem)
    return _store(department, question, stored, by=by, at=at)


def _groups_of(plan: MergePlan) -> set[frozenset[int]]:
    homes: dict[int | None, set[int]] = {}
    for section, home in plan.placements.values_list("section_id", "big_section_id"):
        homes.setdefault(home, set()).add(section)
    return {frozenset(group) for group in homes.values()}


def _store(
    department: Department,
    question: Question,
    stored: StoredPlan,
    *,
    by: User | None,
    at: datetime,
) -> MergePlan:
    """Write one plan with its big sections and placements, and record it; the problem of the
    ``question`` is without sections.
    """
    snapshot, problem = question.snapshot, question.problem
    after, before = len(stored.groups), len(snapshot.sections)
    plan = MergePlan(
        department=department,
        title=plan_title(problem["mode"], before, after, stored.label),
        label=stored.label,
        mode=problem["mode"],
        author=by,
        created_at=at,
        calibration=question.calibration,
        baseline=snapshot.to_json(),
        baseline_hash=snapshot.hash,
        outdated=False,  # whoever calls this has just compared
        problem=problem,
        outcome=stored.outcome,
        certificate=stored.certificate,
        score=stored.score,
        today_score=stored.today_score,
        objective=stored.objective,
        bound=stored.bound,
        proven=stored.proven,
        no_bound=stored.no_bound,
        sections_before=before,
        sections_after=after,
        units_before=snapshot.units,
        standing_after=after if problem["mode"] == PlanMode.MERGE else before,
    )
    if plan.before.grouped:
        today = today_in_units(plan)
        plan.today_score, plan.outcome = today.score, plan.outcome | {"today": today_json(today)}
    plan.not_assessed = not_assessed(problem_object_of(plan)["sections"])
    groups = [[str(pk) for pk in group] for group in stored.groups]
    plan.outcome = plan.outcome | {PHRASES: kept_phrases(plan, problem_of_plan(plan), groups)}
    plan.save()
    place(plan, stored.groups, stored.group_parts)
    save_arrangement.write_transfers(plan, [one.transfer() for one in transfers.from_json(problem)])
    changes = {
        "score": [plan.today_score, stored.score],
        "sections": [plan.before.sections, plan.after.sections],
        **({"units": [plan.before.units, plan.after.units]} if plan.after.grouped else {}),
    }
    record("plan.propose", plan, by=by, at=at, of=department, changes=changes)
    return plan


def place(
    plan: MergePlan, groups: Sequence[Sequence[int]], parts: Sequence[dict[str, float]]
) -> None:
    """Write the big sections of a plan and put every section into its own."""
    frozen = snapshot_of(plan).by_id()
    sections = Section.objects.in_bulk([pk for group in groups for pk in group])
    order = {
        pk: place for place, pk in enumerate(sorted(sections, key=lambda pk: _place(sections[pk])))
    }
    arranged = sorted(
        (
            (sorted(group, key=order.__getitem__), part)
            for group, part in zip(groups, parts, strict=True)
        ),
        key=lambda entry: order[entry[0][0]],
    )
    names = propose_names(
        [[(sections[pk].name, frozen[pk].people) for pk in group] for group, _ in arranged],
        department=snapshot_of(plan).name,
    )
    big_sections = BigSection.objects.bulk_create(
        BigSection(plan=plan, name=name, mode=plan.mode, position=position, parts=part)
        for position, (name, (_, part)) in enumerate(zip(names, arranged, strict=True), start=1)
    )
    Placement.objects.bulk_create(
        Placement(plan=plan, section_id=pk, big_section=big, position=order[pk])
        for big, (group, _) in zip(big_sections, arranged, strict=True)
        for pk in group
    )


def _place(section: Section) -> tuple[int, int]:
    return section.position, section.pk
