"""Which account the lock on wrong passwords counts."""

from typing import Any

from django.http import HttpRequest

LONGEST = 255  # of what django-axes keeps


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The login name as it finds its account: names are compared without regard to letter case, by
    PostgreSQL in upper case, so that each account has one count whatever was typed.
    """
    name = (credentials or request.POST).get("username")
    return name and str(name).upper().casefold()[:LONGEST]
