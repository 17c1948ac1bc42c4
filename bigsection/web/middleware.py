"""Turns expected errors into pages, so that no view has to."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bigsection.errors import AppError, Missing, NotAllowed


class ErrorPagesMiddleware:
    """Shows every AppError as a page (or, for htmx, as a message) with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an expected error; None leaves the rest to Django."""
        if isinstance(error, Http404):
            error = Missing("没有这个页面，或者您无权查看。", hint="请从左侧导航重新进入。")
        elif isinstance(error, PermissionDenied):
            error = NotAllowed("您没有权限查看这个页面。")
        if not isinstance(error, AppError):
            return None
        htmx = bool(getattr(request, "htmx", False))
        template = "errors/_message.html" if htmx else "errors/error.html"
        return render(request, template, {"error": error}, status=error.status)
