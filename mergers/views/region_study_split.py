"""Sharing out another total, or the same under other limits, at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.web.rendering import wants_fragment
from mergers import permissions
from mergers.actions import studies
from mergers.forms.studies import SplitForm
from mergers.scope import get_study
from mergers.views.region_study import study_page


@require_POST
def region_study_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Share out anew; a total or limits that cannot be come back with what is possible."""
    user = user_of(request)
    study = get_study(user, pk)
    permissions.check_study(user, study.region)
    form = SplitForm(request.POST, lines=list(study.lines.select_related("department")))
    try:
        if not form.is_valid():
            raise Invalid(form.words(), hint="请改正后再分配。")
        study = studies.resplit(
            study=study,
            total=form.chosen_total(),
            limits=form.limits,
            by=user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
        )
    except Invalid as error:
        if wants_fragment(request):
            raise
        wrong = f"{error.message}{error.hint}"
        return study_page(request, study, user, typed=request.POST, wrong=wrong, status=422)
    words = "已重新分配，没有重新求解。"
    if wants_fragment(request):
        return study_page(request, get_study(user, pk), user, told=words)
    messages.success(request, words)
    return redirect("region_study", pk)
