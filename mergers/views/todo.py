"""我的待办: what waits for the person, and what they wait for themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from mergers.queries.todo import todo_of


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Plans to decide upon, plans that came back, imports to review, own drafts; with ``?part=``
    the pages of one of them.
    """
    asked = request.GET
    found = todo_of(user_of(request), part=asked.get("part", ""), page=asked.get("page"))
    return render(request, "mergers/todo.html", {"todo": found})
