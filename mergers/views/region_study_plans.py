"""Draft plans from the split of a study."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.numbers import key_in
from mergers.actions import studies
from mergers.models import RegionStudy, StudyLine
from mergers.scope import get_study


@require_POST
def region_study_plans(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a draft for every department with its share, or for the one that ``line`` names."""
    user = user_of(request)
    study = get_study(user, pk)
    line = _line_of(study, request.POST.get("line", ""))
    seen = request.POST.get("seen", "")
    studies.make_plans(study=study, line=line, by=user, at=timezone.now(), seen=seen)
    return redirect("region_study", pk)


def _line_of(study: RegionStudy, key: str) -> StudyLine | None:
    if not key:
        return None
    line = study.lines.filter(pk=key_in(key) or 0).first()
    if line is None:
        raise Missing("这项测算里没有这个部门。", hint="请从测算页面重新选择。")
    return line
