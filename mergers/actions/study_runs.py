"""The work of a region study's jobs: measure every department, share out, make the plans."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from bigsection.accounts.models import User
from bigsection.errors import AppError
from bigsection.jobs.progress import Cancelled, Progress
from bigsection.jobs.registry import Parts
from departments.models.lifecycle_status import LifecycleStatus
from mergers.actions import calibrations, plans
from mergers.actions.outdating import compare_structures
from mergers.domain.assessment import not_assessed
from mergers.domain.snapshot import Snapshot, freeze, freeze_all
from mergers.models import MergePlan, PlanStatus, RegionStudy, StudyLine
from mergers.planning import problem_of
from mergers.planning import studies as planning
from mergers.planning.request import PlanRequest
from mergers.planning.settings_fingerprint import SETTINGS, settings_fingerprint_of

STOPPED = "已停止。算完的部门都已保存，其余的可以稍后继续。"
STOPPED_PLANS = "已停止。已生成的方案都已保存。"
PART = "study_part"
SECTIONS_OF_A_PART = 40  # some tenths of a second, if nothing is hard; a large department is alone
LONGER = 10  # times the time, where people ask for more of it
Tick = Callable[[], None]


def parts_of(study: RegionStudy, *, at: datetime, longer: bool = False) -> Parts:
    """The jobs that measure a study: some departments each, so that several workers share it.

    With ``longer``, a department that is not fully proven has a part of its own. What all departments are measured against is settled before any of them.
    """
    calibrations.establish(region=study.region, at=at)
    chunks: list[list[int]] = []
    room = 0
    for pk, sections, complete in study.lines.values_list("pk", "sections", "complete"):
        size = SECTIONS_OF_A_PART if longer and not complete else sections
        if room < size or not chunks:
            chunks.append([])
            room = SECTIONS_OF_A_PART
        chunks[-1].append(pk)
        room -= size
    same = {"study_pk": study.pk, "longer": longer}
    return Parts(PART, [same | {"line_pks": chunk} for chunk in chunks])


def measure_part(
    study: RegionStudy, line_pks: Sequence[int], progress: Progress, *, longer: bool = False
) -> dict[str, Any]:
    """Measure some departments of a study, saving each as it is done.

    Safe to run twice: a line whose problem is unchanged is not solved again; with ``longer`` its
    numbers are that are not proven, in ten times the time. Nothing is locked while solving. The number of departments that were solved, and that were
    left as they were.
    """
    request = PlanRequest.from_json(study.request)
    lines = list(study.lines.filter(pk__in=line_pks).select_related("department__region"))
    places = {pk: k for k, pk in enumerate(study.lines.values_list("pk", flat=True), start=1)}
    structures = freeze_all([line.department for line in lines])
    solved = 0
    for done, line in enumerate(lines):
        words = f"正在测算{line.department}（{places[line.pk]}/{len(places)}）"
        tick = _ticking(progress, done / len(lines), words, STOPPED)
        tick()
        solved += _measure(line, structures[line.department_id], request, tick, longer)
    return {"solved": solved, "unchanged": len(lines) - solved}


def share_out(
    study: RegionStudy, parts: Sequence[dict[str, Any]], *, at: datetime
) -> dict[str, Any]:
    """Share out the total of a study that is measured; the sum of what its ``parts`` did."""
    lines = list(study.lines.select_related("department"))
    with transaction.atomic():
        locked = RegionStudy.objects.select_for_update().get(pk=study.pk)
        locked.finished_at = at
        store_split(locked, lines, planning.split(lines, locked.total))
    compare_structures([line.department_id for line in lines])
    return {name: sum(part[name] for part in parts) for name in ("solved", "unchanged")}


def _ticking(progress: Progress, fraction: float, words: str, stopped: str) -> Tick:
    """Report where the work is; a wish to stop comes back with words that say what is kept."""

    def tick() -> None:
        try:
            progress(fraction, words)
        except Cancelled as cancelled:
            raise Cancelled(stopped) from cancelled

    return tick


def _measure(
    line: StudyLine, structure: Snapshot, request: PlanRequest, tick: Tick, longer: bool
) -> bool:
    """Bring one line up to date; whether that took solving."""
    line.structure_hash, line.outdated = structure.hash, None  # it may change while this is solved
    if line.department.standing != LifecycleStatus.ACTIVE or not structure.sections:
        line.problem_hash, line.settings_hash, line.sections, line.curve = "", "", 0, []
        line.best, line.today, line.complete = None, None, True
        line.save(update_fields=MEASURED)
        return False
    problem = problem_of(line.department, request, structure)
    line.settings_hash = problem[SETTINGS]
    line.not_assessed = not_assessed(problem["sections"])
    fresh = planning.hash_of_problem(problem)
    same = line.problem_hash == fresh
    solve = not same or (longer and not line.complete)
    if solve:
        limit = request.time_limit_s or settings.PLANNER_TIME_LIMIT_S
        found = (
            planning.measure(problem, time_limit_s=LONGER * limit, tick=tick, known=line.curve)
            if same
            else planning.measure(problem, time_limit_s=limit, tick=tick)
        )
        line.seconds = found.seconds + (line.seconds or 0.0 if same else 0.0)
        line.sections, line.curve, line.best = found.sections, found.curve, found.best
        line.problem_hash, line.complete, line.today = fresh, found.complete, found.today
    line.save(update_fields=MEASURED)
    return solve


MEASURED = [
    "structure_hash",
    "outdated",
    "settings_hash",
    "not_assessed",
    "problem_hash",
    "sections",
    "curve",
    "best",
    "complete",
    "today",
    "seconds",
]


def store_split(study: RegionStudy, lines: Sequence[StudyLine], split: planning.Split) -> None:
    """Write a split to the study and its lines; without one every share is empty."""
    study.outcome = split.outcome
    study.save(update_fields=["total", "outcome", "finished_at"])
    for line in lines:
        line.count = split.counts.get(line.pk)
    StudyLine.objects.bulk_update(lines, ["low", "high", "count"])


def make_plans(
    study: RegionStudy,
    progress: Progress,
    *,
    only: int | None,
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """Make a draft for every department with its share of the total (or for line ``only``).

    Departments that need none, or must not get one now, are left out with the reason in words.
    Safe to run twice: a draft of the first run is known by its author and moment.
    """
    lines = list(study.lines.select_related("department__region", "plan"))
    chosen = [line for line in lines if only in (None, line.pk)]
    made: list[int] = []
    left_out: list[list[str]] = []
    for done, line in enumerate(chosen):
        words = f"正在为{line.department}生成方案（{done + 1}/{len(chosen)}）"
        tick = _ticking(progress, done / len(chosen), words, STOPPED_PLANS)
        tick()
        if line.plan is not None and line.plan.created_at == at:  # by the first run
            made.append(line.pk)
            continue
        reason = why_no_plan(line, study.request) or _make(line, study.request, tick, by=by, at=at)
        if reason:
            left_out.append([line.department.name, reason])
        else:
            made.append(line.pk)
    return {"made": made, "left_out": left_out}


def why_no_plan(line: StudyLine, request: dict[str, Any]) -> str:
    """Why a department gets no draft from the study of ``request`` now; empty when it does."""
    department = line.department
    if line.count is None:
        return "没有分配到科室数"
    if department.standing != LifecycleStatus.ACTIVE:
        return "部门已不在列"
    if MergePlan.objects.filter(department=department, status=PlanStatus.SUBMITTED).exists():
        return "已有待审批的方案"
    if freeze(department).hash != line.structure_hash:
        return "测算之后机构有变动，请先更新测算"
    if settings_fingerprint_of(department, request.get("weights")) != line.settings_hash:
        return "测算之后词表、规则或业务往来已修改，请先更新测算"
    if line.count == line.sections:
        return "分配数与现状相同，不需要方案"
    if _has_plan(line):
        return "已按这个数生成过方案"
    return ""


def _has_plan(line: StudyLine) -> bool:
    plan = line.plan
    return (
        plan is not None
        and plan.status != PlanStatus.WITHDRAWN
        and plan.sections_after == line.count
        and plan.baseline_hash == line.structure_hash
        and plan.problem.get(SETTINGS) == line.settings_hash
    )


def _make(line: StudyLine, request: dict[str, Any], tick: Tick, *, by: User, at: datetime) -> str:
    """Propose the plan of one line and note it; the reason when there is none."""
    mine = MergePlan.objects.filter(department=line.department, author=by, created_at=at)
    plan = mine.order_by("pk").first()
    if plan is None:
        question = PlanRequest.from_json(request | {"count": line.count})
        try:
            plan = plans.propose(
                department=line.department,
                request=question,
                by=by,
                at=at,
                on_progress=lambda _: tick(),
            )[0]
        except AppError as error:
            return error.message
    StudyLine.objects.filter(pk=line.pk).update(plan=plan)
    return ""
