"""Starting a region study: which departments, how many sections in all, under which rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from mergers.actions import studies
from mergers.forms.plans import MODES
from mergers.forms.studies import StudyForm
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
    sent = request.POST if request.method == "POST" else None
    form = StudyForm(sent, region=region, departments=departments)
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
            return redirect("region_study", study.pk)
        except Invalid as error:
            refused = error
    context = {
        "regions": regions,
        "region": region,
        "without_sections": [each for each in everybody if each not in departments],
        "form": form,
        "modes": MODES,
        "mode": form["mode"].value(),
        "total_kind": form["total_kind"].value(),
        "total_errors": [*form["total"].errors, *form["percent"].errors],
        "refused": refused,
    }
    status = 422 if form.is_bound else 200
    return render(request, "mergers/region_study_create.html", context, status=status)
