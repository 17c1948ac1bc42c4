"""One region study: its progress, then how the total is shared out and what it is worth."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.jobs.models import JobStatus
from bigsection.jobs.waiting import words_of
from bigsection.web.rendering import render_page, wants_fragment
from bigsection.web.sorting import sorted_rows
from departments.kind_groups import in_words
from departments.models.rule_set import FewestSmall
from mergers import permissions
from mergers.actions.studies import version_of
from mergers.models import RegionStudy
from mergers.planning.studies import reason_of
from mergers.presenting import studies as study_rows
from mergers.presenting.curves import thinned
from mergers.scope import get_study

PER_PAGE = 100


@require_safe
def region_study(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx, while work goes on, the part that changes, then the page once more."""
    user = user_of(request)
    study = get_study(user, pk)
    if wants_fragment(request) and not is_running(study):
        return HttpResponseClientRefresh()
    return study_page(request, study, user)


def study_page(
    request: HttpRequest,
    study: RegionStudy,
    user: User,
    *,
    typed: Any = None,
    wrong: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """The study, or for htmx its part below the head. ``typed`` are fields to show as they were
    sent, with what is ``wrong`` about them; ``told`` is what has just been done.
    """
    running = is_running(study)
    rows = study_rows.rows_of(study, fresh=not running)
    figures = study_rows.figures_of(study, rows)
    totals = study_rows.totals_of(study, rows)
    sort = request.GET.get("sort", "")
    ordered = sorted_rows(rows, sort, study_rows.SORT_KEYS)
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "study": study,
        "running": running,
        "job_words": words_of(study.job),
        "page": page,
        "figures": figures,
        "curve": study_rows.curve_of(totals, figures),
        "totals": thinned(totals, (figures.total, figures.best_total, figures.sections)),
        "moved": sum(row.moved for row in rows),
        "rejudged": sum(row.rejudged for row in rows),
        "outdated": any(row.stale for row in rows),
        "sort": sort,
        "may_change": permissions.may_study(user, study.region),
        "rules": rules_of(study),
        "no_split": reason_of(study),
        "last": last_work(study),
        "typed": typed or {},
        "wrong": wrong,
        "told": told,
        "seen": version_of(study, [row.line for row in rows]),
    }
    return render_page(request, "mergers/region_study.html", context, status=status)


def is_running(study: RegionStudy) -> bool:
    """Whether a job works on the study now."""
    return study.job is not None and study.job.is_open


def last_work(study: RegionStudy) -> dict[str, Any]:
    """How the last job on the study ended, for a message: its kind, and what it left out."""
    job = study.job
    if job is None or job.is_open:
        return {}
    return {
        "plans": job.kind == "study_plans",
        "stopped": job.status == JobStatus.CANCELLED,
        "failed": job.status == JobStatus.FAILED,
        "message": job.message,
        "at": job.finished_at,
        "made": len(job.result.get("made", ())),
        "left_out": job.result.get("left_out", []),
    }


def rules_of(study: RegionStudy) -> list[str]:
    """The rules that all departments of the study share, in words."""
    asked = study.request
    limits = (
        ("max_members", "每个大科室最多 {} 个科室"),
        ("max_people", "每个大科室最多 {} 人"),
        ("min_people", "每个大科室至少 {} 人"),
    )
    words = [text.format(asked[name]) for name, text in limits if asked.get(name)]
    shares = (
        ("business_share", "业务大科室占比不低于 {:g} %"),
        ("max_load_deviation", "人均负荷偏差不超过 {:g} %"),
    )
    words += [text.format(100 * asked[name]) for name, text in shares if asked.get(name)]
    flags = (("same_line", "只在同一战线内整合"), ("separate_kinds", "不同类别的科室不混合"))
    words += [text for name, text in flags if asked.get(name)]
    if asked.get("kind_groups") is not None:
        words.append(f"可以混合的类别：{in_words(asked['kind_groups'])}")
    if asked.get("fewest_small"):
        words.append(str(FewestSmall(asked["fewest_small"]).label))
    return words
