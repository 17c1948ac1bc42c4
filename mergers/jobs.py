"""Background work of the mergers application: what takes longer than a page may."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.jobs.housekeeping import chore
from bigsection.jobs.progress import Progress
from bigsection.jobs.registry import BEHIND, Parts, Queue, job
from departments.models import Department, Region
from mergers.actions import answers, outdating, plans, study_runs
from mergers.models import MergePlan, RegionStudy
from mergers.planning import PlanRequest, radar


@job(plans.JOB, Queue.LONG)
def run_propose(
    progress: Progress, department_pk: int, request: dict[str, Any], by_pk: int, moment: str
) -> dict[str, Any]:
    """Ask the planner and store its plans; safe to run twice: the drafts of the first run are known
    by their author and moment.
    """
    start, at = timezone.now(), datetime.fromisoformat(moment)

    def tell(words: str) -> None:
        spent = (timezone.now() - start).total_seconds()
        progress(min(spent / settings.PLANNER_TIME_LIMIT_S, 0.99), words)

    mine = MergePlan.objects.filter(department=department_pk, author=by_pk, created_at=at)
    found = list(mine.order_by("pk")) or plans.propose(
        department=Department.objects.select_related("region").get(pk=department_pk),
        request=PlanRequest.from_json(request),
        by=User.objects.get(pk=by_pk),
        at=at,
        on_progress=tell,
    )
    return {"plan": found[0].pk, "others": len(found) - 1}


@job("answer_question", Queue.LONG)
def run_answer(
    progress: Progress, plan_pk: int, question: str, arguments: dict[str, Any], key: str
) -> dict[str, Any]:
    """Work on one question about a plan for as long as there is; ``key`` names it for those who
    ask meanwhile. A second run answers the same.
    """
    start = timezone.now()
    limit_s = settings.PLANNER_TIME_LIMIT_S

    def tell(done: float, words: str) -> None:
        spent = (timezone.now() - start).total_seconds() / limit_s
        progress(min(max(done, spent), 0.99), words)

    plan = MergePlan.objects.select_related("department__region").get(pk=plan_pk)
    one = answers.inquiry(plan, question, arguments)
    reply = answers.answer_within(one, limit_s, at=timezone.now(), tell=tell)
    return {"plan": plan_pk, "question": question, "complete": reply.complete}


@job("region_study", Queue.LONG, BEHIND)
def run_study(
    progress: Progress,
    study_pk: int,
    longer: bool = False,
    parts: list[dict[str, Any]] | None = None,
) -> dict[str, Any] | Parts:
    """Hand out the departments of a study; when they are measured, share out its total. Safe to run
    twice.
    """
    study, at = RegionStudy.objects.select_related("region").get(pk=study_pk), timezone.now()
    if parts is None:
        return study_runs.parts_of(study, at=at, longer=longer)
    return study_runs.share_out(study, parts, at=at)


@job(study_runs.PART, Queue.LONG, BEHIND)
def run_study_part(
    progress: Progress, study_pk: int, line_pks: list[int], longer: bool = False
) -> dict[str, Any]:
    """Measure some departments of a study; safe to run twice."""
    study = RegionStudy.objects.select_related("region").get(pk=study_pk)
    return study_runs.measure_part(study, line_pks, progress, longer=longer)


@job("study_plans", Queue.LONG, BEHIND)
def run_study_plans(
    progress: Progress, study_pk: int, line_pk: int | None, by_pk: int, moment: str
) -> dict[str, Any]:
    """Make the draft plans of a study's split; safe to run twice."""
    return study_runs.make_plans(
        RegionStudy.objects.get(pk=study_pk),
        progress,
        only=line_pk,
        by=User.objects.get(pk=by_pk),
        at=datetime.fromisoformat(moment),
    )


@job(radar.JOB, Queue.LONG)
def run_radar(progress: Progress, region_pk: int) -> dict[str, Any]:
    """Compare all duties of a large region; its result is what the page shows. Safe to run twice."""
    region = Region.objects.get(pk=region_pk)
    progress(0.0, "读取职责")
    return radar.compare(region, lambda done: progress(0.05 + 0.9 * done, "两两比较职责"))


@chore
def compare_plans_of_before(at: datetime) -> None:
    """Note which plans are outdated of those from before that was noted."""
    outdating.compare_unknown()
