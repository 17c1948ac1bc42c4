"""What is scored, and which parts of the score nothing was known about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Assessed(models.Model):
    """``not_assessed`` names the parts of the score for which there were no data."""

    not_assessed = models.JSONField(_("未评估的分项"), default=list)

    class Meta:
        abstract = True

    @property
    def is_judged(self) -> bool:
        """Whether it is known what the sections do: else no plan can be called the best."""
        return "overlap" not in self.not_assessed
