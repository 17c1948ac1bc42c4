"""Refusals as pages that lead on: with the navigation for whom is logged in, as JSON for a program."""

from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from bigsection.errors import (
    AppError,
    Missing,
    NotAllowed,
    StalePage,
    TooLarge,
    TooOften,
    Unintelligible,
)

FROM_THE_NAVIGATION = "请从导航重新进入。"


def error_page(request: HttpRequest, error: AppError) -> HttpResponse:
    """The page for an expected error, or the message alone for htmx, with the error's status.

    The page leads back to the one that the request was sent from, where the browser names one.
    """
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": error.message, "hint": error.hint}, status=error.status)
    fragment = request.headers.get("HX-Request") == "true"
    template = "errors/_message.html" if fragment else "errors/error.html"
    context = {
        "error": error,
        "layout": "errors/signed_in.html" if _is_signed_in(request) else "errors/base.html",
        "back_url": came_from(request),
        "sent_a_form": request.method == "POST",
    }
    return render(request, template, context, status=error.status)


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody is logged in, also of a request that was refused before that was asked."""
    if not hasattr(request, "user"):
        if not hasattr(request, "session"):
            return False
        request.user = get_user(request)
        # The navigation has a form: its token must be that of the browser.
        CsrfViewMiddleware(lambda _: HttpResponse()).process_request(request)
    return request.user.is_authenticated


def came_from(request: HttpRequest) -> str:
    """The page of this host that a request was sent from; empty when none is named, or this one."""
    page = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={host}, require_https=request.is_secure()
    )
    if not ours or (request.method != "POST" and page == request.build_absolute_uri()):
        return ""
    return iri_to_uri(page)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where a form is larger than any page of ours sends."""
    hint = "请回到上一页重新操作。"
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, TooLarge("填写的内容太多，没有写入任何内容。", hint=hint))
    message = "服务器不能理解这个请求，没有写入任何内容。"
    return error_page(request, Unintelligible(message, hint=hint))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of the framework's own."""
    hint = "如需权限，请联系系统管理员。"
    return error_page(request, NotAllowed("您没有权限查看这个页面，或者登录已过期。", hint=hint))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of an address that is none."""
    message = "没有这个页面，或者您无权查看。"
    return error_page(request, Missing(message, hint=FROM_THE_NAVIGATION))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is not the browser's."""
    message = "这个页面打开得太久，安全校验没有通过，没有写入任何内容。"
    hint = "请回到上一页刷新后重试；浏览器须允许本站的 Cookie。"
    return error_page(request, StalePage(message, hint=hint))


def too_often(request: HttpRequest) -> HttpResponse:
    """429 of a page of accounts that was asked for too many times."""
    return error_page(request, TooOften("操作太频繁，没有执行。", hint="请过几分钟再试。"))
