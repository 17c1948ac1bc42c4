"""立即重新检查: the data of the chosen departments are checked now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import data_checks
from departments.health.choosing import chosen_by, kept_of


@require_POST
def data_health_check(request: HttpRequest) -> HttpResponse:
    """Start the check, and lead to its progress, at the end to the findings."""
    user = user_of(request)
    departments = chosen_by(user, request.POST).shown.values_list("pk", flat=True)
    kept = kept_of(request.POST)
    findings = reverse("data_health") + (f"?{kept}" if kept else "")
    job = data_checks.ask(departments=departments, by=user, at=timezone.now())
    return redirect(reverse("job_status", args=[job.pk], query={"next": findings}))
