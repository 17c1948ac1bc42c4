"""What the navigation on every page needs."""

from typing import Any

from django.http import HttpRequest

from bigsection.accounts.models import User
from departments import permissions
from departments.scope import memberships_of


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The person's roles and what of the navigation to show; empty before login."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "memberships": memberships_of(user),
        "may_import": permissions.may_import(user),
        "sees_settings": permissions.sees_settings(user),
        "may_see_audit": permissions.may_see_audit(user),
    }
