"""The duty: one clause of what a section is responsible for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.section import Section


class DutyKind(models.TextChoices):
    """Where a duty comes from."""

    STATUTORY = "statutory", _("三定")
    OTHER = "other", _("其他")


class Duty(models.Model):
    """One clause, without its numbering; ``position`` is its place in the section's list."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="duties", verbose_name=_("科室")
    )
    text = models.TextField(_("职责"))
    kind = models.CharField(
        _("职责类型"), max_length=10, choices=DutyKind.choices, default=DutyKind.STATUTORY
    )
    position = models.PositiveIntegerField(_("序号"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("职责")
        ordering = ["section_id", "position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="duty_has_text")]

    def __str__(self) -> str:
        return self.text
