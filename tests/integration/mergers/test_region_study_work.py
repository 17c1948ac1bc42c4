"""A region study at work: measured department by department, shared out, continued, discarded."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import TestCase
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, Invalid, NotAllowed
from bigsection.jobs import running
from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.progress import Cancelled, Progress
from departments.models import Department
from mergers.actions import plans, studies, study_runs
from mergers.domain.snapshot import freeze
from mergers.models import MergePlan, PlanStatus, RegionStudy, StudyLine
from mergers.planning import PlanRequest
from mergers.planning import studies as planning
from tests.factories import DutyFactory, MergePlanFactory, SectionFactory
from tests.integration.mergers.conftest import NOON, participants_of
from tests.pages import press

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def begin(departments, officer, *, total=6, request=None, participants=None) -> RegionStudy:
    """Start a study and let its job run to the end."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = studies.start(
            region=departments[0].region,
            title="测算",
            total=total,
            request=request or PlanRequest(),
            participants=participants or participants_of(departments),
            by=officer,
            at=NOON,
        )
    return RegionStudy.objects.get(pk=made.pk)


def again(study: RegionStudy, officer) -> RegionStudy:
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.resume(study=study, by=officer, at=NOON)
    return RegionStudy.objects.get(pk=study.pk)


def values(line: StudyLine) -> dict[int, int]:
    """Objective by count, where there is a plan."""
    return {p["count"]: p["objective"] for p in line.curve if p["objective"] is not None}


def counts(study: RegionStudy) -> list[int | None]:
    return list(study.lines.values_list("count", flat=True))


def test_the_split_is_the_best_of_all_splits(study: RegionStudy) -> None:
    lines = list(study.lines.all())
    sums = {
        tuple(number for number, _ in picked): sum(worth for _, worth in picked)
        for picked in product(*[values(line).items() for line in lines])
    }
    best = max(worth for numbers, worth in sums.items() if sum(numbers) == 6)
    shares = tuple(line.count for line in lines)
    assert sum(shares) == 6
    assert sums[shares] == best == study.outcome["objective"] == study.outcome["bound"]
    assert study.outcome["status"] == "optimal"
    assert dict(study.outcome["totals"])[6] == best
    assert study.finished_at is not None
    assert study.job.status == JobStatus.DONE
    assert study.job.result == {"solved": 3, "unchanged": 0}


def test_every_line_has_all_counts_proven_and_knows_its_structure(study: RegionStudy) -> None:
    for line in study.lines.select_related("department"):
        assert [point["count"] for point in line.curve] == list(range(1, line.sections + 1))
        assert line.complete
        assert {point["status"] for point in line.curve} <= {"optimal", "infeasible"}
        assert line.structure_hash == freeze(line.department).hash
        worth = values(line)
        assert worth[line.best] == max(worth.values())
        assert line.today == worth[line.sections]  # today every section stands alone


def test_the_curve_agrees_with_the_plans_that_are_made_from_it(
    study: RegionStudy, officer, department
) -> None:
    line = study.lines.get(department=department)
    for count, worth in values(line).items():
        request = PlanRequest.from_json(study.request | {"count": count})
        plan = plans.propose(department=department, request=request, by=officer, at=NOON)[0]
        assert (plan.objective, plan.baseline_hash) == (worth, line.structure_hash)


def test_without_a_total_the_best_of_all_totals_is_taken(neighbours, officer) -> None:
    study = begin(neighbours, officer, total=None)
    assert [line.count for line in study.lines.all()] == [line.best for line in study.lines.all()]
    assert study.outcome["objective"] == max(worth for _, worth in study.outcome["totals"])


def test_limits_of_departments_are_kept(neighbours, officer) -> None:
    low = StudyLine(department=neighbours[0], sections=4, low=4)
    others = participants_of(neighbours)[1:]
    study = begin(neighbours, officer, total=6, participants=[low, *others])
    assert counts(study) == [4, 1, 1]


def test_a_total_below_all_lower_limits_is_refused_with_the_ones_that_are_possible(
    neighbours, officer
) -> None:
    with pytest.raises(Invalid) as refused:
        begin(neighbours, officer, total=2)
    assert "下限之和是 3，总数不能是 2" in refused.value.message
    assert "3–8" in refused.value.hint
    with pytest.raises(Invalid, match="上限之和是 8，总数不能是 9"):
        begin(neighbours, officer, total=9)
    assert not RegionStudy.objects.exists()


def test_contradictory_limits_and_foreign_departments_are_refused(
    neighbours, officer, outsider
) -> None:
    bad = StudyLine(department=neighbours[0], sections=4, low=3, high=2)
    with pytest.raises(Invalid, match="下限 3 超过上限 2"):
        begin(neighbours, officer, total=None, participants=[bad])
    elsewhere = Department.objects.exclude(region=neighbours[0].region).get()
    stray = StudyLine(department=elsewhere, sections=4)
    with pytest.raises(Invalid, match="不能参加"):
        begin(neighbours, officer, total=None, participants=[stray])
    with pytest.raises(Invalid, match="没有选择部门"):
        studies.start(
            region=neighbours[0].region,
            title="空",
            total=None,
            request=PlanRequest(),
            participants=[],
            by=officer,
            at=NOON,
        )


def test_a_total_that_the_rules_leave_no_room_for_is_said_with_those_that_are_possible(
    neighbours, officer
) -> None:
    study = begin(neighbours, officer, total=3, request=PlanRequest(max_members=2))
    assert study.outcome["status"] == "infeasible"
    assert counts(study) == [None, None, None]
    split = planning.split(list(study.lines.all()), 3)
    words = planning.why_no_split(list(study.lines.all()), 3, split)
    assert "5–8" in words


def test_a_department_without_any_plan_is_named(neighbours, officer) -> None:
    request = PlanRequest(min_people=3, max_people=3)  # two people a section: no group has three
    study = begin(neighbours, officer, total=6, request=request)
    assert study.outcome["status"] == "infeasible"
    lines = list(study.lines.select_related("department"))
    words = planning.why_no_split(lines, 6, planning.split(lines, 6))
    assert "示例市财政局" in words
    assert [line.best for line in lines] == [None, None, None]


def test_only_an_officer_of_the_region_may_start_change_or_stop(
    study: RegionStudy, neighbours, leader, auditor, administrator, clerk, outsider
) -> None:
    for person in (leader, auditor, administrator, clerk, outsider):
        with pytest.raises(NotAllowed):
            begin(neighbours, person)
        for act in (
            lambda by: studies.resume(study=study, by=by, at=NOON),
            lambda by: studies.resplit(study=study, total=5, limits={}, by=by, at=NOON),
            lambda by: studies.make_plans(study=study, by=by, at=NOON),
            lambda by: studies.discard(study=study, by=by, at=NOON),
            lambda by: studies.cancel(study=study, by=by, at=NOON),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    assert RegionStudy.objects.get() == study


def test_one_study_of_a_region_runs_at_a_time(neighbours, officer) -> None:
    arguments = {
        "region": neighbours[0].region,
        "total": None,
        "request": PlanRequest(),
        "participants": participants_of(neighbours),
        "by": officer,
        "at": NOON,
    }
    first = studies.start(title="一", **arguments)  # queued: nobody runs it
    with pytest.raises(Conflict, match="正在进行"):
        studies.start(title="二", **arguments)
    for act in (
        lambda: studies.resume(study=first, by=officer, at=NOON),
        lambda: studies.resplit(study=first, total=5, limits={}, by=officer, at=NOON),
        lambda: studies.discard(study=first, by=officer, at=NOON),
    ):
        with pytest.raises(Conflict, match="正在进行"):
            act()
    studies.cancel(study=first, by=officer, at=NOON)
    assert Job.objects.get().status == JobStatus.CANCELLED
    studies.discard(study=first, by=officer, at=NOON)
    assert not RegionStudy.objects.exists()


def measure(study: RegionStudy, progress: Progress) -> None:
    """Do the parts of a study one after the other."""
    for part in study_runs.parts_of(study, at=NOON).arguments:
        study_runs.measure_part(study, part["line_pks"], progress)


class StopsAt(Progress):
    """Progress that is asked to stop when it hears of a department."""

    def __init__(self, name: str) -> None:
        self.name, self.heard = name, []

    def __call__(self, fraction: float, message: str = "") -> None:
        self.heard.append((fraction, message))
        if self.name in message:
            raise Cancelled


def unmeasured(neighbours, officer) -> RegionStudy:
    """A study whose job has not run yet."""
    return studies.start(
        region=neighbours[0].region,
        title="测算",
        total=6,
        request=PlanRequest(),
        participants=participants_of(neighbours),
        by=officer,
        at=NOON,
    )


def test_what_is_done_when_it_is_stopped_stays_and_the_rest_can_follow(
    neighbours, officer, monkeypatch
) -> None:
    study = unmeasured(neighbours, officer)
    progress = StopsAt("档案局")
    with pytest.raises(Cancelled, match="算完的部门都已保存"):
        measure(study, progress)
    share, told = progress.heard[0]
    assert share == 0.0
    assert "示例市财政局（1/3）" in told
    assert [bool(line.curve) for line in study.lines.all()] == [True, True, False]
    study.refresh_from_db()
    assert (study.finished_at, study.outcome) == (None, {})
    with pytest.raises(Conflict):
        studies.resplit(study=study, total=5, limits={}, by=officer, at=NOON)
    running.cancel(study.job, at=NOON)
    resumed = again(study, officer)
    assert resumed.job.result == {"solved": 1, "unchanged": 2}
    assert sum(counts(resumed)) == 6


def test_a_department_in_work_when_it_is_stopped_counts_as_not_measured(
    neighbours, officer
) -> None:
    class StopsWhileSolving(Progress):
        calls = 0

        def __init__(self) -> None:
            pass

        def __call__(self, fraction: float, message: str = "") -> None:
            self.calls += 1
            if self.calls > 1:  # the first call is made before solving
                raise Cancelled

    study = unmeasured(neighbours, officer)
    with pytest.raises(Cancelled):
        measure(study, StopsWhileSolving())
    assert not any(line.curve for line in study.lines.all())


def test_a_study_that_lost_its_worker_goes_on_where_it_was(neighbours, officer) -> None:
    study = unmeasured(neighbours, officer)
    with pytest.raises(Cancelled):
        measure(study, StopsAt("档案局"))
    Job.objects.update(
        status=JobStatus.RUNNING, attempts=1, lease_until=NOON
    )  # died without a word
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert running.recover_lost(at=NOON.replace(year=2027)) == 1
    study.refresh_from_db()
    assert study.job.status == JobStatus.DONE
    assert study.job.result == {"solved": 1, "unchanged": 2}


def test_a_study_in_many_parts_finds_what_one_part_finds(neighbours, officer, monkeypatch) -> None:
    study = begin(neighbours, officer)
    monkeypatch.setattr(study_runs, "SECTIONS_OF_A_PART", 1)
    shared = begin(neighbours, officer)
    assert study.job.parts.count() == 1
    assert {len(part.arguments["line_pks"]) for part in shared.job.parts.all()} == {1}
    assert shared.job.result == study.job.result == {"solved": 3, "unchanged": 0}
    assert shared.outcome == study.outcome
    found = ("curve", "best", "today", "count", "problem_hash", "structure_hash", "settings_hash")
    assert list(shared.lines.values_list(*found)) == list(study.lines.values_list(*found))


def test_stopping_a_study_in_parts_keeps_what_is_done_and_frees_the_region(
    neighbours, officer, monkeypatch
) -> None:
    monkeypatch.setattr(study_runs, "SECTIONS_OF_A_PART", 1)
    study = unmeasured(neighbours, officer)
    running.run_job.call(str(study.job_id))  # hands out the parts; nobody takes them yet
    first, *_ = study.job.parts.order_by("created_at")
    running.run_job.call(str(first.pk))
    with pytest.raises(Conflict):
        studies.resume(study=study, by=officer, at=NOON)
    studies.cancel(study=study, by=officer, at=NOON)
    study.job.refresh_from_db()
    assert study.job.status == JobStatus.CANCELLED
    assert again(study, officer).job.result == {"solved": 2, "unchanged": 1}


def test_continuing_a_finished_study_solves_what_has_changed_only(
    study: RegionStudy, officer, neighbours
) -> None:
    assert again(study, officer).job.result == {"solved": 0, "unchanged": 3}
    section = SectionFactory.create(department=neighbours[2], name="编研科", headcount=2)
    fresh = again(study, officer)
    line = fresh.lines.get(department=neighbours[2])
    assert (line.sections, len(line.curve)) == (2, 2)
    assert section.pk
    assert fresh.job.result["solved"] >= 1


def test_a_department_that_lost_its_sections_leaves_the_study(
    study: RegionStudy, officer, neighbours
) -> None:
    neighbours[2].sections.update(standing="abolished")
    fresh = again(study, officer)
    line = fresh.lines.get(department=neighbours[2])
    assert (line.sections, line.curve, line.count) == (0, [], None)
    assert fresh.outcome["status"] == "optimal"
    assert sum(count or 0 for count in counts(fresh)) == 6


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_department_is_solved(neighbours, officer, monkeypatch) -> None:
    seen = []
    solve = planning.measure

    def watched(*arguments, **named):
        seen.append(connection.in_atomic_block)
        return solve(*arguments, **named)

    monkeypatch.setattr(planning, "measure", watched)
    unmeasured(neighbours, officer)  # in real transactions the job runs as soon as they commit
    assert seen == [False, False, False]
    assert {job.status for job in Job.objects.all()} == {JobStatus.DONE}


def test_a_department_that_is_too_hard_keeps_an_honest_bound(
    study: RegionStudy, department
) -> None:
    from mergers.planning import problem_of

    found = planning.measure(
        problem_of(department, PlanRequest(), freeze(department)),
        time_limit_s=0.0,
        tick=lambda: None,
    )
    assert not found.complete
    known = {p["count"]: p["objective"] for p in study.lines.get(department=department).curve}
    for point in found.curve:
        assert point["status"] in ("feasible", "unknown", "optimal", "infeasible")
        if point["status"] in ("feasible", "unknown"):
            assert point["bound"] >= known[point["count"]]


def test_a_gap_is_left_until_somebody_asks_for_more_time(
    neighbours, officer, settings, log_in
) -> None:
    settings.PLANNER_TIME_LIMIT_S = 0.0
    study = begin(neighbours, officer)
    assert study.job.result == {"solved": 3, "unchanged": 0}
    short = {line.pk: line.seconds for line in study.lines.filter(complete=False)}
    assert short
    settings.PLANNER_TIME_LIMIT_S = 60.0
    assert again(study, officer).job.result == {"solved": 0, "unchanged": 3}
    page = reverse("region_study", args=[study.pk])
    client = log_in(officer)
    assert client.get(page).context["figures"].unproven == len(short)
    with TestCase.captureOnCommitCallbacks(execute=True):
        press(client, page, reverse("region_study_resume", args=[study.pk]))
    study.refresh_from_db()
    assert study.job.result == {"solved": len(short), "unchanged": 3 - len(short)}
    lines = study.lines.in_bulk()
    assert all(line.complete for line in lines.values())
    assert all((lines[pk].seconds or 0) > (seconds or 0) for pk, seconds in short.items())
    assert client.get(page).context["figures"].unproven == 0


def test_sharing_out_anew_keeps_the_curves_and_solves_nothing(
    study: RegionStudy, officer, monkeypatch
) -> None:
    monkeypatch.setattr(planning, "measure", None)
    curves = [line.curve for line in study.lines.all()]
    line = study.lines.all()[1]
    studies.resplit(study=study, total=5, limits={line.pk: (3, 3)}, by=officer, at=NOON)
    study.refresh_from_db()
    assert (study.total, sum(counts(study)), counts(study)[1]) == (5, 5, 3)
    assert [line.curve for line in study.lines.all()] == curves
    event = AuditEvent.objects.filter(verb="study.split").get()
    assert event.changes == {"total": [6, 5]}


def test_a_total_or_limits_that_cannot_be_change_nothing(study: RegionStudy, officer) -> None:
    line = study.lines.all()[0]
    before = counts(study)
    with pytest.raises(Invalid, match="可以分配的总数是 3–5，分配不了 2"):
        studies.resplit(study=study, total=2, limits={line.pk: (None, 1)}, by=officer, at=NOON)
    with pytest.raises(Invalid, match="上下限 3–2 不成立"):
        studies.resplit(study=study, total=6, limits={line.pk: (3, 2)}, by=officer, at=NOON)
    study.refresh_from_db()
    assert (study.total, counts(study)) == (6, before)
    assert study.lines.get(pk=line.pk).high is None


def make(
    study: RegionStudy, officer, line: StudyLine | None = None, *, at: datetime = NOON
) -> dict[str, object]:
    """Make the plans of a study; what the job says of it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.make_plans(study=study, by=officer, at=at, line=line)
    study.refresh_from_db()
    assert study.job.status == JobStatus.DONE
    return study.job.result


def test_every_department_with_a_smaller_share_gets_a_draft(study: RegionStudy, officer) -> None:
    told = make(study, officer)
    lines = list(study.lines.select_related("plan", "department"))
    smaller = [line for line in lines if line.count < line.sections]
    assert told["made"] == [line.pk for line in smaller]
    for line in smaller:
        assert line.plan.status == PlanStatus.DRAFT
        assert (line.plan.department, line.plan.sections_after) == (line.department, line.count)
        assert line.plan.objective == values(line)[line.count]
        assert line.plan.author == officer
    kept = [line.department.name for line in lines if line not in smaller]
    assert [name for name, _ in told["left_out"]] == kept


def test_departments_with_a_submitted_plan_are_left_out_and_named(
    study: RegionStudy, officer, department
) -> None:
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    line = study.lines.get(department=department)
    told = make(study, officer, line)
    assert told["made"] == []
    assert [name for name, _ in told["left_out"]] == [department.name]


def test_a_department_that_has_changed_since_gets_no_plan(
    study: RegionStudy, officer, sections, department
) -> None:
    studies.resplit(
        study=study,
        total=None,
        limits={study.lines.get(department=department).pk: (1, 3)},
        by=officer,
        at=NOON,
    )
    DutyFactory.create(section=sections["办公室"], text="负责档案管理")
    told = make(study, officer, study.lines.get(department=department))
    assert [name for name, _ in told["left_out"]] == [department.name]
    assert not MergePlan.objects.exists()


def test_plans_are_made_once_even_if_the_job_runs_twice(study: RegionStudy, officer) -> None:
    make(study, officer)
    made = set(MergePlan.objects.values_list("pk", flat=True))
    job = study.job
    StudyLine.objects.update(plan=None)  # killed between the plan and the note of it
    Job.objects.filter(pk=job.pk).update(status=JobStatus.QUEUED)
    running.run_job.enqueue(str(job.pk))
    assert set(MergePlan.objects.values_list("pk", flat=True)) == made
    assert set(study.lines.exclude(plan=None).values_list("plan", flat=True)) == made
    told = make(study, officer, at=NOON + timedelta(hours=1))
    assert told["made"] == []
    assert set(MergePlan.objects.values_list("pk", flat=True)) == made


def test_a_second_run_of_the_job_counts_what_the_first_made(study: RegionStudy, officer) -> None:
    told = make(study, officer)
    assert told["made"]
    job = study.job
    Job.objects.filter(pk=job.pk).update(status=JobStatus.QUEUED)
    running.run_job.enqueue(str(job.pk))
    job.refresh_from_db()
    assert job.result == told


def test_a_discarded_study_is_gone_and_its_plans_stay(study: RegionStudy, officer) -> None:
    make(study, officer)
    number = MergePlan.objects.count()
    studies.discard(study=study, by=officer, at=NOON)
    assert not RegionStudy.objects.exists()
    assert MergePlan.objects.count() == number > 0
    assert AuditEvent.objects.filter(verb="study.discard").exists()
