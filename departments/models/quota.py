"""The quota: authorised headcount of a department or section by type."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.section import Section


class Quota(models.Model):
    """Authorised headcount of one type (行政, 事业, 工勤…); NULL is not yet authorised, not 0.

    A row without a section is the department's own figure: section quotas need not add up to it.
    """

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="quotas", verbose_name=_("部门")
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("科室"),
    )
    quota_type = models.CharField(_("编制类型"), max_length=20)
    authorised = models.PositiveIntegerField(_("核定数"), null=True, blank=True)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("编制")
        ordering = ["department_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "quota_type"],
                condition=models.Q(section__isnull=True),
                name="department_quota_once_per_type",
            ),
            models.UniqueConstraint(
                fields=["section", "quota_type"],
                condition=models.Q(section__isnull=False),
                name="section_quota_once_per_type",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota_type} {self.authorised if self.authorised is not None else '—'}"
