"""The succession: which section became which when the structure changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.section import Section


class Succession(models.Model):
    """One arrow from an old section to a new one; ``source`` names the plan that decided it."""

    predecessor = models.ForeignKey(Section, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Section, models.PROTECT, related_name="origins")
    on = models.DateField(_("日期"))
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("沿革")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
