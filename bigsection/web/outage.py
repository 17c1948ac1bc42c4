"""What is said while the database is away or too busy, and how that is told from other failures."""

import errno
from collections.abc import Iterator
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from bigsection.errors import DatabaseBusy
from bigsection.web.rendering import wants_fragment

RETRY_AFTER_SECONDS = 10
POSTGRES_CLASSES = ("08", "40", "53", "57")
"""Connections, what was taken back for the sake of others (a deadlock), resources, and the operator's
doing (PostgreSQL, appendix A: error codes).
"""
POSTGRES_LOCKED = "55P03"
POSTGRES_DISK_FULL = "53100"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_NAMES = ("BUSY", "LOCKED", "CANTOPEN", "IOERR", "FULL", "READONLY", "PROTOCOL")


def is_outage(error: BaseException | None) -> bool:
    """Whether a failure, or what led to it, is that the database is away, full or too busy; it is
    none that the query itself is wrong.
    """
    return any(_is_outage(one) for one in _chain(error))


def is_full(error: BaseException | None) -> bool:
    """Whether a failure, or what led to it, is that there is no room left to write."""
    return any(
        (isinstance(one, OSError) and one.errno in NO_ROOM)
        or getattr(one, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(one, "pgcode", "") == POSTGRES_DISK_FULL
        for one in _chain(error)
    )


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "") or ""
    if name:
        return name.removeprefix("SQLITE_").startswith(SQLITE_NAMES)
    code = getattr(cause, "pgcode", None)
    return code is None or code == POSTGRES_LOCKED or code.startswith(POSTGRES_CLASSES)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def outage_page(request: HttpRequest) -> HttpResponse:
    """503 as a page, as a message for htmx or as JSON for a program; made without the database."""
    error = DatabaseBusy()
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if request.path.startswith("/api/"):
        body = {"detail": error.message, "hint": error.hint}
        return JsonResponse(body, status=error.status, headers=headers)
    template = "errors/_message.html" if wants_fragment(request) else "errors/error.html"
    text = render_to_string(template, {"error": error})
    return HttpResponse(text, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
