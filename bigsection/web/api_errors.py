"""The same expected errors as in pages, as JSON for the API."""

from http import HTTPStatus
from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from bigsection.errors import AppError, ChangedSince


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The JSON answer for an expected error; the framework's own for the rest."""
    if isinstance(error, ChangedSince):
        body = {"detail": error.message, "hint": error.hint, "since": error.since}
        return Response(body, status=HTTPStatus.PRECONDITION_FAILED)
    if isinstance(error, AppError):
        body = {"detail": error.message, "hint": error.hint}
        return Response(body, status=error.status)
    return exception_handler(error, context)
