"""The column mapping: what a person once said a column of a workbook means."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.region import Region


class ColumnMapping(models.Model):
    """Remembered per region: a header of a kind of table stands for a field; empty to ignore it."""

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="column_mappings", verbose_name=_("地区")
    )
    table = models.CharField(_("表"), max_length=12)
    header = models.CharField(_("表头"), max_length=120)
    field = models.CharField(_("字段"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("列的对应")
        constraints = [
            models.UniqueConstraint(fields=["region", "table", "header"], name="column_mapped_once")
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.field or '忽略'}"
