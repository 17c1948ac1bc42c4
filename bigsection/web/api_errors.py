"""The same expected errors as in pages, as JSON for the API."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from bigsection.errors import AppError


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The JSON answer for an expected error; the framework's own for the rest."""
    if isinstance(error, AppError):
        body = {"detail": error.message, "hint": error.hint}
        return Response(body, status=error.status)
    return exception_handler(error, context)
