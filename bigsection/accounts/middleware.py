"""A password that was given out lets nobody in any further than to choosing another."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from bigsection.accounts.models import User

REACHABLE = frozenset(
    {
        "account_change_password",
        "account_reset_password",  # says whom to ask
        "account_logout",
        "account_login",
        "health",
    }
)
WORDS = "请先修改发放的密码，再使用系统。"


class PasswordChangeMiddleware:
    """Leads whoever must change their password to the page for it; programs are refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """The way to the change of password; None for what may be reached without it."""
        user = request.user
        if not (isinstance(user, User) and user.must_change_password):
            return None
        if request.resolver_match and request.resolver_match.url_name in REACHABLE:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": WORDS, "hint": ""}, status=403)
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(reverse("account_change_password"))
        return redirect("account_change_password")
