"""The department: a bureau with its quota and its sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.lifecycle_status import LifecycleStatus
from departments.models.region import Region, code_prefix


class DepartmentKind(models.TextChoices):
    """What sort of body a department is."""

    PARTY = "party", _("党委部门")
    GOVERNMENT = "government", _("政府部门")
    MASS = "mass", _("群团")
    INSTITUTION = "institution", _("事业单位")
    OTHER = "", _("未注明")


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Reads of departments."""

    def standing(self) -> "DepartmentQuerySet":
        """Those that exist today."""
        return self.filter(standing=LifecycleStatus.ACTIVE)

    def under(self, region: Region) -> "DepartmentQuerySet":
        """Those of a region and of all below it."""
        return self.filter(region__code__startswith=code_prefix(region.code))


class Department(models.Model):
    """A bureau of a region. ``quota`` is NULL while nobody has authorised a figure."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departments", verbose_name=_("地区")
    )
    name = models.CharField(_("部门名称"), max_length=120)
    initials = models.CharField(_("拼音首字母"), max_length=120, blank=True, db_index=True)
    kind = models.CharField(
        _("部门类别"), max_length=12, choices=DepartmentKind.choices, blank=True
    )
    quota = models.PositiveIntegerField(_("核定编制"), null=True, blank=True)
    headcount = models.PositiveIntegerField(_("实有人数"), null=True, blank=True)
    batch = models.CharField(_("改革批次"), max_length=40, blank=True)
    standing = models.CharField(
        _("状态"), max_length=10, choices=LifecycleStatus.choices, default=LifecycleStatus.ACTIVE
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("部门")
        ordering = ["region__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=models.Q(standing=LifecycleStatus.ACTIVE),
                name="department_name_once_per_region",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="department_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
