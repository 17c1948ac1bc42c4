"""Logins, failed ones, logouts and changes of passwords, as events of the audit trail.

The framework tells of them by its signals; an account's events lie in the trail of its first role.
"""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.record import record
from departments.scope import place_of

SHOWN = 2
"""So much is kept of a name that no account has: it may be a password typed in the wrong field."""


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody came in, with the second factor where there is one."""
    _note("account.login", user, request, by=user)


@receiver(user_logged_out)
def logged_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Somebody went; a session that ends by itself is not told."""
    if user is not None:
        _note("account.logout", user, request, by=user)


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password, or a name that no account has. While an account is locked its attempts are
    not written, so that nobody fills the trail.
    """
    if request is None or AxesProxyHandler.is_locked(request, credentials):
        return
    name = str(credentials.get("username") or "")
    known = User.objects.filter(username__iexact=name).first()
    unknown = User(full_name="没有这个账号")
    said = {} if known else {"name": name[:SHOWN] + "…"}
    _note("account.fail", known or unknown, request, by=None, **said)


@receiver(authentication_failed)
def factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    """A wrong code of the second factor."""
    _note("account.fail_factor", user, request, by=None)


@receiver(password_changed)
def password_was_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody chose another password."""
    _note("account.password", user, request, by=user)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def factor_changed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    """A second factor was set up, taken away or renewed."""
    _note("account.factor", user, request, by=user, kind=str(authenticator.type))


def _note(verb: str, user: User, request: HttpRequest, *, by: User | None, **said: object) -> None:
    address = request.META.get("REMOTE_ADDR", "")
    with transaction.atomic():
        record(
            verb,
            user,
            by=by,
            at=timezone.now(),
            of=place_of(user) if user.pk else None,
            changes={"address": address, **said},
        )
