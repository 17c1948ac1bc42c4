"""The user: a person who can log in. What they may do where is a Membership of an app above."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with a login name; ``full_name`` is how papers and the audit trail call them."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("姓名"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name on papers; the login name when none is given."""
        return str(self)

    def get_short_name(self) -> str:
        """The same as the full name: Chinese names are short."""
        return str(self)
