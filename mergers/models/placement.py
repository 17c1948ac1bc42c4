"""The placement: which big section of a plan a section of today goes to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Section
from mergers.models.big_section import BigSection
from mergers.models.merge_plan import MergePlan


class Placement(models.Model):
    """One section of the baseline; without a big section it waits on the bench (待安置), unless
    the plan abolishes it outright (撤销): then every duty has a place of its own, and its people
    go to ``people_to``.

    ``section`` is a key of the plan's snapshot, from which its name comes: the row is gone when the
    import that brought it was undone.

    ``reason`` says why the section is kept, merged or abolished; empty where the plan's own
    figures say it.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="placements")
    section = models.ForeignKey(
        Section, models.DO_NOTHING, db_constraint=False, related_name="placements"
    )
    big_section = models.ForeignKey(
        BigSection,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("大科室"),
    )
    abolished = models.BooleanField(_("撤销"), default=False)
    people_to = models.ForeignKey(
        BigSection,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="received",
        verbose_name=_("人员去向"),
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("去向")
        ordering = ["plan_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "section"], name="section_placed_once"),
            models.CheckConstraint(
                condition=models.Q(abolished=False) | models.Q(big_section__isnull=True),
                name="abolished_section_has_no_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} → {self.big_section or '待安置'}"
