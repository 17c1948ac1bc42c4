"""The link: work that runs through two sections (业务相连), which their texts do not show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bigsection.audit.seen import fingerprint
from departments.models.department import Department
from departments.models.section import Section


class SectionLink(models.Model):
    """One link between two sections of a department; it holds in both directions.

    ``a`` is the section with the smaller key. ``strength`` is 0 to 1: how much of their work
    passes between the two; ``note`` says what is handed over.
    """

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="section_links", verbose_name=_("部门")
    )
    a = models.ForeignKey(Section, models.CASCADE, related_name="links_as_a")
    b = models.ForeignKey(Section, models.CASCADE, related_name="links_as_b")
    strength = models.FloatField(_("强度"))
    note = models.CharField(_("往来事项"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("业务往来")
        ordering = ["department_id", "-strength", "a_id", "b_id"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="section_link_once"),
            models.CheckConstraint(
                condition=models.Q(a_id__lt=models.F("b_id")), name="section_link_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(strength__gt=0, strength__lte=1), name="section_link_strength"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} — {self.b}"

    @property
    def version(self) -> str:
        """Which strength and note a person has before them."""
        return fingerprint(self.strength, self.note)
