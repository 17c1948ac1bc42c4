"""我的待办: what waits for the person, and what they wait for themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from mergers.queries import plans as queries


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Plans to decide upon, plans that came back, imports to review, own drafts."""
    return render(request, "mergers/todo.html", {"todo": queries.todo_of(user_of(request))})
