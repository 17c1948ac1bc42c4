"""The big section: a unit that a plan creates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mergers.models.merge_plan import MergePlan, PlanMode


class BigSection(models.Model):
    """One group of a plan; ``parts`` are its contributions to the six parts of the score.

    ``mode`` is how its own members come together; ``reason`` says why they do. One without
    members is a new section (新设), which duties and people of others make up.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="big_sections")
    name = models.CharField(_("名称"), max_length=120)
    mode = models.CharField(
        _("方式"), max_length=10, choices=PlanMode.choices, default=PlanMode.MERGE
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("大科室")
        ordering = ["plan_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="big_section_name_once")
        ]

    def __str__(self) -> str:
        return self.name
