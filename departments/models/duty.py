"""The duty: one clause of what a section is responsible for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.section import Section


class DutyKind(models.TextChoices):
    """Where a duty comes from."""

    STATUTORY = "statutory", _("三定")
    OTHER = "other", _("其他")


class StandingDuties(models.Manager["Duty"]):
    """The duties that are in force; an ended one is read by ``Duty.of_all_times`` only."""

    def get_queryset(self) -> models.QuerySet["Duty"]:
        """Leave out what has ended."""
        return super().get_queryset().filter(ended_on__isnull=True)


class Duty(models.Model):
    """One clause, without its numbering; ``position`` is its place in the section's list.

    A duty that a plan ends keeps its row, with the day and the reason.
    """

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="duties", verbose_name=_("科室")
    )
    text = models.TextField(_("职责"))
    kind = models.CharField(
        _("职责类型"), max_length=10, choices=DutyKind.choices, default=DutyKind.STATUTORY
    )
    position = models.PositiveIntegerField(_("序号"), default=0)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    end_reason = models.CharField(_("终止理由"), max_length=500, blank=True)

    objects = StandingDuties()
    of_all_times = models.Manager()  # noqa: DJ012 - a manager, and the second one

    class Meta:
        verbose_name = verbose_name_plural = _("职责")
        ordering = ["section_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="duty_has_text"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | ~models.Q(end_reason=""),
                name="duty_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text
