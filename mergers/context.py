"""What the navigation shows of plans on every page."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from bigsection.accounts.models import User
from mergers import permissions
from mergers.queries.todo import todo_count


def waiting(request: HttpRequest) -> dict[str, Any]:
    """How many things wait for the person (asked only when a template shows it), and whether the
    studies of a region are for them.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "todo_count": partial(todo_count, user),
        "sees_studies": permissions.sees_studies(user),
    }
