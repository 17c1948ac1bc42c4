"""Checking the data of departments anew: when it is done, and how its results are stored."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.jobs import running
from bigsection.jobs.models import OPEN, Job
from bigsection.jobs.registry import Parts
from departments.health.checking import Found, find
from departments.models import Department, HealthFindings, HealthMark, HealthMatch, HealthResult
from departments.models.department import DepartmentQuerySet

KIND, PART = "check_data", "check_data_part"
TITLE = "数据体检"
AT_ONCE = 10  # departments: about a second
IN_ONE_JOB = 50  # departments: some seconds, for which an import may have to wait
QUIET = timedelta(seconds=20)
"""Whoever is changing things is likely to change more: checked is what was left alone so long, ..."""
LONGEST_WAIT = timedelta(minutes=2)
"""... or was changed so long ago."""


def unchecked(at: datetime) -> DepartmentQuerySet:
    """The standing departments whose result need not hold at a moment, or who have none."""
    fresh = HealthResult.objects.with_freshness(at).filter(pk=OuterRef("pk"), fresh=True)
    return Department.objects.standing().filter(~Exists(fresh)).order_by("pk")


def ask(*, departments: Iterable[int], by: User, at: datetime) -> Job:
    """Check departments now, changed or not; the person's open job for them where there is one."""
    asked = sorted(departments)
    own = Job.objects.filter(kind=KIND, owner=by, status__in=OPEN)
    open_job = own.filter(arguments__departments=asked).first()
    return open_job or running.start(KIND, title=TITLE, by=by, at=at, departments=asked)


def ask_for_changed(*, at: datetime) -> Job | None:
    """Queue the check of all that was changed, unless it is queued already or somebody is still
    changing things; what nobody needs any more of such jobs is cleared away.
    """
    if not _is_due(at) or Job.objects.filter(kind=KIND, status__in=OPEN).exists():
        return None
    if not unchecked(at).exists():
        return None
    Job.objects.filter(kind=KIND, owner=None).delete()
    return running.start(KIND, title=TITLE, by=None, at=at)


def _is_due(at: datetime) -> bool:
    marked = HealthMark.objects.aggregate(first=Min("at"), last=Max("at"))
    if marked["last"] is None:
        return True
    return bool(marked["last"] <= at - QUIET or marked["first"] <= at - LONGEST_WAIT)


def to_check(departments: Collection[int] | None, at: datetime) -> list[int]:
    """Those of some departments that stand; None asks for all whose result need not hold."""
    standing = Department.objects.standing().order_by("pk")
    asked = unchecked(at) if departments is None else standing.filter(pk__in=departments)
    return list(asked.values_list("pk", flat=True))


def parts_of(departments: Sequence[int]) -> Parts:
    """The check of many departments as some jobs, which several workers share."""
    starts = range(0, len(departments), IN_ONE_JOB)
    chunks = [departments[start : start + IN_ONE_JOB] for start in starts]
    return Parts(PART, [{"departments": list(chunk)} for chunk in chunks])


def check(
    departments: Collection[int],
    *,
    at: datetime,
    tick: Callable[[float, str], None] = lambda done, words: None,
) -> int:
    """Check departments and store what is found; how many results were stored. Safe to run twice,
    also at the same time. Where one cannot be checked, that is raised after all others are.
    """
    standing = Department.objects.standing().filter(pk__in=departments)
    todo = dict(standing.order_by("pk").values_list("pk", "name"))
    _forget_gone()
    missing = todo.keys() - set(HealthResult.objects.values_list("pk", flat=True))
    rows = (HealthResult(department_id=pk) for pk in missing)
    HealthResult.objects.bulk_create(rows, ignore_conflicts=True)
    stored, pks = 0, list(todo)
    failures: list[Exception] = []
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        tick(start / len(pks), f"正在检查“{todo[some[0]]}”等（{start}/{len(pks)} 个部门）")
        stored += _check_apart(some, at, failures)
    if failures:
        raise failures[0]
    return stored


def _check_apart(departments: Sequence[int], at: datetime, failures: list[Exception]) -> int:
    """Check some departments together, one by one where that fails; how many results were stored."""
    try:
        return len(departments) if _check(departments, at) else 0
    except Exception as error:
        if len(departments) == 1:
            failures.append(error)
            return 0
        return sum(_check_apart([pk], at, failures) for pk in departments)


def _check(departments: Sequence[int], at: datetime) -> bool:
    """Check some departments together; False when others were faster: theirs stays.

    What was changed is read before anything else and all of it is settled by the result; what is
    changed meanwhile leaves its mark.
    """
    marks = list(
        HealthMark.objects.filter(department_id__in=departments).values_list("pk", flat=True)
    )
    before = dict(HealthResult.objects.values_list("pk", "checked_at"))
    found = find(departments, timezone.localtime(at).date())
    touched = {*departments, *(member.department_id for member in found.members)}
    with transaction.atomic():
        results = HealthResult.objects.select_for_update().filter(pk__in=touched).order_by("pk")
        now = dict(results.values_list("pk", "checked_at"))
        if any(before.get(pk) != checked_at for pk, checked_at in now.items()):
            return False
        _store(found, departments, at)
        HealthMark.objects.filter(pk__in=marks).delete()
    return True


def _store(found: Found, departments: Sequence[int], at: datetime) -> None:
    """Replace the results of some departments, and note who shares something with them where that is
    not known yet: of the other side a row that is there is right, or is about to be replaced.
    """
    HealthFindings.objects.filter(department_id__in=departments).delete()
    HealthFindings.objects.bulk_create(found.findings)
    HealthMatch.objects.filter(department_id__in=departments).delete()
    HealthMatch.objects.bulk_create(found.members, ignore_conflicts=True)
    HealthResult.objects.bulk_create(
        [
            HealthResult(
                department_id=pk, checked_at=at, version=settings.VERSION, counts=found.counts[pk]
            )
            for pk in departments
        ],
        update_conflicts=True,
        unique_fields=["department_id"],
        update_fields=["checked_at", "version", "counts"],
    )


def _forget_gone() -> None:
    """Remove what is known of departments that stand no more."""
    standing = Department.objects.standing().values("pk")
    for model in (HealthFindings, HealthMatch, HealthMark, HealthResult):
        model._base_manager.exclude(department_id__in=standing).delete()


def running_job() -> Job | None:
    """The newest check that is queued or under way, whoever asked for it."""
    return Job.objects.filter(kind=KIND, status__in=OPEN).order_by("-created_at").first()
