"""Buttons: a POST that does one thing with one object, says so, and leads on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of


def button(
    find: Callable[[User, Any], Any],
    act: Callable[..., object],
    subject: str,
    *,
    leads_to: str,
    key: str = "pk",
    sent: tuple[str, ...] = (),
    done: Any = "",
    tell: Callable[[HttpRequest, str], None] = messages.success,
) -> Callable[..., HttpResponse]:
    """The view of a button: ``act`` with what ``find`` gives as ``subject``, ``by`` whom, ``at``
    which moment, and the fields of the form that are ``sent``.

    ``done`` is told then, ``{}`` in it being the object; ``leads_to`` is the page that follows,
    of what the object has under ``key`` (empty for a page of its own). Refusals become error pages.
    """

    @require_POST
    def view(request: HttpRequest, pk: Any) -> HttpResponse:
        user = user_of(request)
        found = find(user, pk)
        fields = {name: request.POST.get(name, "") for name in sent}
        act(**{subject: found}, by=user, at=timezone.now(), **fields)
        if done:
            tell(request, str(done).format(found))
        return redirect(leads_to, *([getattr(found, key)] if key else []))

    return view
