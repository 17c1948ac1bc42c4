"""Whether a department, section or group exists today or has been abolished."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifecycleStatus(models.TextChoices):
    """Abolish is not delete: what was stays readable."""

    ACTIVE = "active", _("在设")
    ABOLISHED = "abolished", _("已撤销")
