"""The work item: a countable task under a duty, which gives a section its load."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.duty import Duty
from departments.models.section import Section


class StandingItems(models.Manager["WorkItem"]):
    """The tasks that are still done: those of an ended duty are read by
    ``WorkItem.of_all_times`` only, and no longer count as load.
    """

    def get_queryset(self) -> models.QuerySet["WorkItem"]:
        """Leave out what ended with its duty."""
        return super().get_queryset().filter(duty__ended_on__isnull=True)


class WorkItem(models.Model):
    """A task with a unit, yearly counts and standard hours per unit.

    ``counts`` maps a year to a count, such as ``{"2025": 33.0}``, up to three years. The duty is
    NULL where a form lists the task under its section only, or under words that are no duty of
    the section; ``duty_text`` is what the form says.
    """

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="work_items", verbose_name=_("科室")
    )
    duty = models.ForeignKey(
        Duty,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="work_items",
        verbose_name=_("职责"),
    )
    duty_text = models.TextField(_("职责（原文）"), blank=True)
    matter = models.CharField(_("具体事项"), max_length=500)
    unit = models.CharField(_("量化单位"), max_length=20, blank=True)
    counts = models.JSONField(_("年度数量"), default=dict)
    hours_per_unit = models.FloatField(_("单件工时"), null=True, blank=True)
    position = models.PositiveIntegerField(_("序号"), default=0)

    objects = StandingItems()
    of_all_times = models.Manager()  # noqa: DJ012 - a manager, and the second one

    class Meta:
        verbose_name = verbose_name_plural = _("工作事项")
        ordering = ["section_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours_per_unit__isnull=True) | models.Q(hours_per_unit__gte=0),
                name="work_item_hours_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.matter


def yearly_hours(counts: Mapping[str, float | None], hours_per_unit: float | None) -> float | None:
    """Mean yearly count times hours per unit; None where either is missing."""
    numbers = [float(count) for count in counts.values() if count is not None]
    if not numbers or hours_per_unit is None:
        return None
    return sum(numbers) / len(numbers) * hours_per_unit
