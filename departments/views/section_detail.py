"""One section: figures, duties, work items, people, and where it came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.queries import roster


@require_safe
def section_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is known of the section, also when it has been abolished."""
    section = roster.get_section(user_of(request), pk)
    origins, successions = roster.ways_of(section)
    people = roster.staff_of(section.department, section=section.pk)
    unlisted = roster.unlisted_of(section, len(people))
    context = {
        "section": section,
        "duties": section.duties.all(),
        "items": section.work_items.select_related("duty"),
        "people": people,
        "unlisted": unlisted,
        "surplus": -unlisted,
        "origins": origins,
        "successions": successions,
    }
    return render(request, "departments/section_detail.html", context)
