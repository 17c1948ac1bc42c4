"""The calibration of a region: what its similarities are measured against, as of one day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.region import Region


class CalibrationOccasion(models.TextChoices):
    """Why a calibration was made."""

    FIRST = "first", _("首次建立")
    AGAIN = "again", _("重新校准")
    PHRASES = "phrases", _("修改词表")


class RegionCalibrationQuerySet(models.QuerySet["RegionCalibration"]):
    """Reads of calibrations."""

    def light(self) -> "RegionCalibrationQuerySet":
        """Without the content, which is large and read once for all requests."""
        return self.defer("content")

    def in_force(self, region: Region) -> "RegionCalibration | None":
        """The newest calibration of a region; None before its first."""
        return self.light().filter(region=region).order_by("-number").first()


class RegionCalibration(models.Model):
    """One of a region's calibrations, numbered from 1; the newest is in force. None ever changes:
    plans name the one that they were made under.

    ``content`` is what similarity/calibration.py writes, ``hash`` names it; ``p50`` and ``p95`` are
    similarities, 0 to 1.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="calibrations", verbose_name=_("地区")
    )
    number = models.PositiveIntegerField(_("次数"))
    occasion = models.CharField(_("缘由"), max_length=10, choices=CalibrationOccasion.choices)
    made_at = models.DateTimeField(_("校准时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("校准人")
    )
    departments = models.PositiveIntegerField(_("部门数"))
    sections = models.PositiveIntegerField(_("科室数"))
    p50 = models.FloatField("P50")
    p95 = models.FloatField("P95")
    hash = models.CharField(max_length=64)
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()

    objects = RegionCalibrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("校准")
        ordering = ["region_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"], name="region_calibration_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region}：第 {self.number} 次校准"

    @property
    def points_p50(self) -> float:
        """P50 in points, 0 to 100."""
        return 100 * self.p50

    @property
    def points_p95(self) -> float:
        """P95 in points, 0 to 100."""
        return 100 * self.p95
