"""Answers with a whole page, or with the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; a restored history entry or a boosted link needs the page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def render_page(
    request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str
) -> HttpResponse:
    """The template ``page``, or ``fragment`` (which the page includes) for htmx."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request",))
    return response
