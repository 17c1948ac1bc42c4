"""The column mapping: what a person once said a column of a workbook means."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.region import Region


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    """Reads of what is remembered."""

    def for_import(self, region: Region, department: Department | None) -> "ColumnMappingQuerySet":
        """What holds for a file of a place: that of the whole region first, then, stronger, that of
        the department itself; never that of another department.
        """
        own = models.Q(department=department) if department else models.Q(pk__in=[])
        wide = models.Q(department=None)
        return self.filter(wide | own, region=region).order_by(
            models.F("department").asc(nulls_first=True), "pk"
        )


class ColumnMapping(models.Model):
    """A header of a kind of table stands for a field (empty to ignore it) in files of a department,
    or, without one, in those of the whole region: only an officer's import makes such.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="column_mappings", verbose_name=_("地区")
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        related_name="column_mappings",
        verbose_name=_("部门"),
    )
    table = models.CharField(_("表"), max_length=12)
    header = models.CharField(_("表头"), max_length=120)
    field = models.CharField(_("字段"), max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("记住人")
    )
    at = models.DateTimeField(_("记住时间"), null=True)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("列的对应")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "table", "header"],
                condition=models.Q(department=None),
                name="column_mapped_once",
            ),
            models.UniqueConstraint(
                fields=["department", "table", "header"], name="column_mapped_once_by_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.field or '忽略'}"
