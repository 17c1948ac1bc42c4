"""What officers do with a region study: start, continue, stop, share out anew, discard."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen, fingerprint, told
from bigsection.errors import ChangedSince, Conflict, Invalid
from bigsection.jobs import running
from bigsection.jobs.models import OPEN
from departments.models import Region
from mergers import permissions
from mergers.actions.study_runs import store_split
from mergers.models import RegionStudy, StudyLine
from mergers.planning import studies as planning
from mergers.planning.request import PlanRequest

Limits = tuple[int | None, int | None]  # fewest and most big sections, None: no limit


@transaction.atomic
def start(
    *,
    region: Region,
    title: str,
    total: int | None,
    request: PlanRequest,
    participants: Sequence[StudyLine],
    by: User,
    at: datetime,
) -> RegionStudy:
    """Store a study over ``participants``, lines that say department, number of sections and limits
    of the share, and queue its job; ``total`` None leaves it free.

    Raises NotAllowed without the officer's role, Conflict while another study of the region runs,
    Invalid for limits that contradict themselves or the total.
    """
    permissions.check_study(by, region)
    Region.objects.select_for_update().get(pk=region.pk)
    if RegionStudy.objects.filter(region=region, job__status__in=OPEN).exists():
        raise Conflict(
            f"“{region}”有一项测算正在进行。", hint="请等它完成，或先在测算页面上停止它。"
        )
    _check_participants(region, participants)
    check_total(participants, total)
    study = RegionStudy.objects.create(
        region=region,
        title=title,
        total=total,
        request=request.to_json(),
        author=by,
        created_at=at,
    )
    for position, line in enumerate(participants):
        line.study, line.position = study, position
    StudyLine.objects.bulk_create(participants)
    _record("study.start", study, by, at, departments=len(participants), total=total)
    return _queue(study, by, at)


def _check_participants(region: Region, participants: Sequence[StudyLine]) -> None:
    if not participants:
        raise Invalid("没有选择部门。", hint="请至少选择一个有科室的部门。")
    for line in participants:
        if line.department.region_id != region.pk or line.sections < 1:
            raise Invalid(f"“{line.department}”不能参加“{region}”的测算。", hint="请重新选择。")
        if line.least > line.most:
            raise Invalid(
                f"“{line.department}”的下限 {line.least} 超过上限 {line.most}。",
                hint="请改正后再试。",
            )


def check_total(participants: Sequence[StudyLine], total: int | None) -> None:
    """Refuse a total that the limits of the departments leave no room for, and say which they do."""
    low, high = sum(each.least for each in participants), sum(each.most for each in participants)
    if total is not None and not low <= total <= high:
        side = f"下限之和是 {low}" if total < low else f"上限之和是 {high}"
        raise Invalid(
            f"各部门{side}，总数不能是 {total}。",
            hint=f"请把总数改为 {low}–{high}，或调整各部门的上下限。",
        )


@transaction.atomic
def resume(
    *, study: RegionStudy, by: User, at: datetime, longer: str | bool = False
) -> RegionStudy:
    """Queue the study again: what is missing and what has changed since is solved; with ``longer``
    also, in ten times the time, the numbers of sections that are not proven. No more than that.
    """
    study = _idle(study, by, None)
    _record("study.resume", study, by, at)
    return _queue(study, by, at, longer=bool(longer))


def cancel(*, study: RegionStudy, by: User, at: datetime) -> None:
    """Ask the work on a study to stop; departments that are done stay done."""
    permissions.check_study(by, study.region)
    if study.job is None or not study.job.is_open:
        raise Conflict("这项测算没有在进行。", hint="请刷新页面查看结果。")
    running.cancel(study.job, at=at)


@transaction.atomic
def resplit(
    *,
    study: RegionStudy,
    total: int | None,
    limits: Mapping[int, Limits],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> RegionStudy:
    """Share out another total, or the same under other limits (by line key), without solving.

    Raises Conflict before all departments are measured, Invalid with the totals that are possible
    when no split keeps to the limits; then nothing is changed.
    """
    study = _idle(study, by, seen)
    if study.finished_at is None:
        raise Conflict("还有部门没有测算，不能分配总数。", hint="请先继续测算。")
    lines = list(study.lines.select_related("department"))
    for line in lines:
        line.low, line.high = limits.get(line.pk, (line.low, line.high))
    _check_limits(lines)
    split = planning.split(lines, total)
    if not split.counts:
        raise Invalid(planning.why_no_split(lines, total, split), hint="请改总数，或放宽上下限。")
    before, study.total = study.total, total
    store_split(study, lines, split)
    _record("study.split", study, by, at, total=[before, total])
    return study


def _check_limits(lines: Sequence[StudyLine]) -> None:
    for line in lines:
        if line.sections and not 1 <= line.least <= line.most:
            raise Invalid(
                f"“{line.department}”的上下限 {line.least}–{line.most} 不成立。",
                hint=f"它有 {line.sections} 个科室，请填 1–{line.sections} 之间的数。",
            )


@transaction.atomic
def make_plans(
    *,
    study: RegionStudy,
    by: User,
    at: datetime,
    line: StudyLine | None = None,
    seen: str | None = None,
) -> RegionStudy:
    """Queue the making of a draft plan for every department, or for the one of ``line``."""
    study = _idle(study, by, seen)
    if study.finished_at is None or not study.lines.filter(count__isnull=False).exists():
        raise Conflict("总数还没有分配到各部门，不能生成方案。", hint="请先完成测算和分配。")
    _record("study.plans", study, by, at)
    study.job = running.start(
        "study_plans",
        title=f"按“{study}”生成方案",
        by=by,
        at=at,
        study_pk=study.pk,
        line_pk=None if line is None else line.pk,
        by_pk=by.pk,
        moment=at.isoformat(),
    )
    study.save(update_fields=["job"])
    return study


@transaction.atomic
def discard(*, study: RegionStudy, by: User, at: datetime, seen: str | None = None) -> None:
    """Delete a study and its lines; plans that were made from it stay."""
    study = _idle(study, by, seen)
    _record("study.discard", study, by, at)
    study.delete()


def version_of(study: RegionStudy, lines: Iterable[StudyLine]) -> str:
    """Which split, under which limits, a person has before them."""
    shares = sorted((line.pk, line.low, line.high, line.count) for line in lines)
    return fingerprint(study.total, study.finished_at, shares)


def _idle(study: RegionStudy, by: User, seen: str | None) -> RegionStudy:
    """The study, locked, if the person may change it and nothing works on it; ChangedSince when it is
    shared out otherwise than the person has ``seen``.
    """
    permissions.check_study(by, study.region)
    locked = (
        RegionStudy.objects.select_for_update(of=("self",))
        .select_related("region", "job")
        .filter(pk=study.pk)
        .first()
    )
    if locked is None:
        raise Conflict("这项测算已被删除。", hint="请回到“全域测算”列表。")
    if locked.job is not None and locked.job.is_open:
        raise Conflict("这项测算正在进行。", hint="请等它完成，或先停止它。")
    check_seen(
        seen,
        version_of(locked, locked.lines.all()) if seen is not None else "",
        lambda: ChangedSince(
            "您打开页面以后，总数的分配有变化，没有写入任何内容。",
            hint="请刷新页面，看过最新的分配后再办理。",
            since=told(AuditEvent.objects.of(locked).select_related("actor")[:1]),
        ),
    )
    return locked


def _queue(study: RegionStudy, by: User, at: datetime, *, longer: bool = False) -> RegionStudy:
    study.job = running.start(
        "region_study", title=study.title, by=by, at=at, study_pk=study.pk, longer=longer
    )
    study.save(update_fields=["job"])
    return study


def _record(verb: str, study: RegionStudy, by: User, at: datetime, **changes: object) -> None:
    record(verb, study, by=by, at=at, of=study.region, changes=changes)
