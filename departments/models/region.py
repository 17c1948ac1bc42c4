"""The region: a city or county, by its administrative division code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def code_prefix(code: str) -> str:
    """The part of a 6-digit code that all places below share (GB/T 2260).

    340600 (a city) gives 3406, 340602 (a county) gives itself, 340000 (a province) gives 34.
    """
    while code.endswith("00"):
        code = code[:-2]
    return code


class RegionQuerySet(models.QuerySet["Region"]):
    """Reads of regions."""

    def under(self, region: "Region") -> "RegionQuerySet":
        """The region and all below it."""
        return self.filter(code__startswith=code_prefix(region.code))


class Region(models.Model):
    """A city or county; its place in the hierarchy is in its code."""

    code = models.CharField(_("行政区划代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=60)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("地区")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__gte="000001", code__lte="999999"),
                name="region_code_six_digits",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="region_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
