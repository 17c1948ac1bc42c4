"""What every request passes: limits, compression, no traces in caches, errors turned into pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from bigsection.errors import (
    AppError,
    Invalid,
    Missing,
    NoRoom,
    NotAllowed,
    TooLarge,
    Unreadable,
    WrongMethod,
)
from bigsection.web.error_pages import FROM_THE_NAVIGATION, error_page
from bigsection.web.id_numbers import mask_id_numbers, mask_page
from bigsection.web.numbers import whole
from bigsection.web.outage import is_full

UTF_8 = {"utf-8", "utf8"}
TEXTS = ("text/", "application/json", "application/vnd.oai.openapi", "image/svg")
FILES_AT_ONCE = 4  # files of the largest allowed size in one request

Handler = Callable[[HttpRequest], HttpResponse]


class CompressionMiddleware(GZipMiddleware):
    """Compresses what is text, and never for another site.

    What another site asks for could be made to repeat what that site guesses, and its compressed
    length would say whether the guess was right (BREACH, ADR 0033). Django adds up to a hundred
    random bytes, which protects a browser that does not say who asks.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        asked_elsewhere = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
        if asked_elsewhere or response.streaming or not _is_text(response):
            return response
        return super().process_response(request, response)


class UnreadMiddleware:
    """Refuses a body larger than any upload may be, or in another charset, before anything reads it.

    It stands before the CSRF check, which is the first to read the body of a form.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = whole(request.headers.get("Content-Length", "")) or 0
        if length > FILES_AT_ONCE * settings.UPLOAD_MAX_MB * 1_000_000:
            message = f"一次发送的内容超过 {FILES_AT_ONCE * settings.UPLOAD_MAX_MB} MB，没有接收。"
            hint = f"请分几次上传，每个文件不要超过 {settings.UPLOAD_MAX_MB} MB。"
            return error_page(request, TooLarge(message, hint=hint))
        if (request.content_params or {}).get("charset", "utf-8").lower() not in UTF_8:
            message = "发送的内容不是 UTF-8 编码，没有接收。"
            return error_page(request, Unreadable(message, hint="请改用 UTF-8 编码再发送。"))
        return self.get_response(request)


class NoStoreMiddleware:
    """Forbids browsers and proxies to keep what a logged-in person saw: the Back button after
    logging out shows nothing.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class ErrorPagesMiddleware:
    """Shows every AppError as a page (or, for htmx, as a message) with its own status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = error_page(request, _only_by_button(request))
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse a NUL character in an address or a form, in names and values: no text has one, and
        PostgreSQL fails.
        """
        for sent in (request.GET, request.POST):
            if any("\0" in text for name, values in sent.lists() for text in (name, *values)):
                error = Invalid("发送的内容里有不能保存的字符。", hint="请删去后重新填写。")
                return error_page(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an expected error; None leaves the rest to Django."""
        if isinstance(error, Http404):
            error = Missing("没有这个页面，或者您无权查看。", hint=FROM_THE_NAVIGATION)
        elif isinstance(error, PermissionDenied):
            error = NotAllowed("您没有权限查看这个页面。")
        elif is_full(error):
            error = NoRoom()
        return error_page(request, error) if isinstance(error, AppError) else None


def _only_by_button(request: HttpRequest) -> AppError:
    """What to say where a button's address is opened as a page, as after a login in between."""
    if request.method not in {"GET", "HEAD"}:
        return WrongMethod("这个地址不接受这种请求。")
    return WrongMethod(
        "这一步要用页面上的按钮办理，没有写入任何内容。",
        hint="如果您刚刚重新登录，之前的操作没有执行，请回到原来的页面再办一次。",
    )


class IdNumbersMiddleware:
    """Masks ID numbers in all that is shown as text, wherever in the data they were written: the
    one place that no page, fragment, drawing or answer to a program gets past.

    A certificate, the JSON that is handed out as a file, is left as it is: its figures are checked.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming or not _is_text(response):
            return response
        kind = response.headers["Content-Type"].partition(";")[0]
        if kind == "application/json" and "Content-Disposition" in response.headers:
            return response
        shown = response.content.decode(response.charset, "surrogateescape")
        hidden = mask_page(shown) if kind == "text/html" else mask_id_numbers(shown)
        if hidden != shown:
            response.content = hidden.encode(response.charset, "surrogateescape")
        return response


def _is_text(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith(TEXTS)
