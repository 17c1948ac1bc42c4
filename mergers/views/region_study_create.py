"""Starting a region study: which departments, how many sections in all, under which rules."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from departments.models import Department, Region
from mergers.actions import studies
from mergers.forms.plans import MODES
from mergers.forms.studies import StudyForm, usual_study
from mergers.queries import studies as study_queries


@require_http_methods(["GET", "HEAD", "POST"])
def region_study_create(request: HttpRequest) -> HttpResponse:
    """The form; a good one starts the study and leads to its progress."""
    user = user_of(request)
    regions = study_queries.regions_to_study(user)
    asked = request.POST if request.method == "POST" else request.GET
    region = study_queries.chosen_region(regions, asked.get("region", ""))
    if region is None:
        return render(request, "mergers/region_study_create.html", {"regions": regions})
    everybody = study_queries.departments_to_study(region)
    departments = [each for each in everybody if getattr(each, "section_count", 0)]
    context = {
        "regions": regions,
        "region": region,
        "without_sections": [each for each in everybody if not getattr(each, "section_count", 0)],
    }
    if request.method != "POST":
        sections = sum(getattr(each, "section_count", 0) for each in departments)
        today = f"{timezone.localdate():%Y-%m-%d}"
        form = StudyForm(
            region=region, departments=departments, initial=usual_study(region, sections, today)
        )
        return _page(request, form, context)
    return _asked(request, region, departments, user, context)


def _asked(
    request: HttpRequest,
    region: Region,
    departments: list[Department],
    user: User,
    context: dict[str, Any],
) -> HttpResponse:
    """Start what the form asks for; the form again with what is wrong when it cannot be."""
    form = StudyForm(request.POST, region=region, departments=departments)
    refused = None
    if form.is_valid():
        try:
            study = studies.start(
                region=region,
                title=form.cleaned_data["title"],
                total=form.chosen_total(),
                request=form.plan_request(),
                participants=form.participants(),
                by=user,
                at=timezone.now(),
            )
        except Invalid as error:
            refused = error
        else:
            return redirect("region_study", study.pk)
    return _page(request, form, context | {"refused": refused}, status=422)


def _page(
    request: HttpRequest, form: StudyForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = {
        "form": form,
        "modes": MODES,
        "mode": form["mode"].value(),
        "total_kind": form["total_kind"].value(),
        "total_errors": [*form["total"].errors, *form["percent"].errors],
    }
    return render(request, "mergers/region_study_create.html", context | shown, status=status)
