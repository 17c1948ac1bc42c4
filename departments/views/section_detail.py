"""One section: figures, duties, work items, people, and where it came from."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.models import LifecycleStatus
from departments.queries import roster
from departments.queries.last_state import last_state_of

PER_PAGE, ALL, AT_MOST = 100, "all", 1000
"""People on a page, what ``?page=`` says to see all on one (to print them), and how many that is."""


@require_safe
def section_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known of the section; of an abolished one, what it was and became."""
    user = user_of(request)
    section = roster.get_section(user, pk)
    abolished = section.standing == LifecycleStatus.ABOLISHED
    origins, successions = roster.ways_of(section)
    people = roster.staff_of(section.department, section=section.pk)
    asked = request.GET.get("page")
    page = Paginator(people, AT_MOST if asked == ALL else PER_PAGE).get_page(asked)
    unlisted = roster.unlisted_of(section, page.paginator.count)
    context = {
        "section": section,
        "duties": section.duties.all(),
        "items": section.work_items.select_related("duty"),
        "page": page,
        "unlisted": unlisted,
        "surplus": -unlisted,
        "origins": origins,
        "successions": successions,
        "last": last_state_of(user, section) if abolished else None,
    }
    return render(request, "departments/section_detail.html", context)
