"""What login allows: accounts are given out by the office, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from bigsection.accounts.models import User


class StaffOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes self-registration, leads nowhere else, and has a password given out become one's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no: an administrator creates the accounts."""
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The password; ValidationError for a weak one, and for the one that has to go."""
        if user and user.must_change_password and user.check_password(password):
            raise ValidationError(_("新密码不能与发放的密码相同。"))
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        """Take a password that the person has chosen; nothing is left to be changed then."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where to go after a change: to work."""
        return resolve_url("region_overview")

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address to go to is one of ours; one that cannot be read is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False
