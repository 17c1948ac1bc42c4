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
    request: HttpRequest,
    page: str,
    context: dict[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """The template ``page``, or for htmx ``fragment``, which the page includes; unless told that
    is the template of the same name with ``_`` in front.
    """
    if wants_fragment(request):
        folder, _, name = page.rpartition("/")
        page = fragment or f"{folder}/_{name}"
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
