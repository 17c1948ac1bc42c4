"""The placement: which big section of a plan a section of today goes to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Section
from mergers.models.big_section import BigSection
from mergers.models.merge_plan import MergePlan


class Placement(models.Model):
    """One section of the baseline; without a big section it waits on the bench (待安置)."""

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="placements")
    section = models.ForeignKey(Section, models.PROTECT, related_name="placements")
    big_section = models.ForeignKey(
        BigSection,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("大科室"),
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("去向")
        ordering = ["plan_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "section"], name="section_placed_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} → {self.big_section or '待安置'}"
