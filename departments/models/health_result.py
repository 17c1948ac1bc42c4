"""What the data checks last found in a department, when, and what has been changed since."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HealthResultQuerySet(models.QuerySet["HealthResult"]):
    """Reads of results."""

    def with_freshness(self, at: datetime) -> "models.QuerySet[Any, Any]":
        """Adds ``fresh``: whether a result still holds at a moment.

        It does while nothing of the department was changed, the month is the same (people reach
        the age of retirement by month), and the checks are those of this version of the product.
        """
        month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        changed = HealthMark.objects.filter(department_id=models.OuterRef("pk"))
        holds = models.Q(version=settings.VERSION, checked_at__gte=month)
        return self.annotate(
            fresh=models.Case(
                models.When(holds & ~models.Exists(changed), then=models.Value(True)),
                default=models.Value(False),
                output_field=models.BooleanField(),
            )
        )


class HealthResult(models.Model):
    """The result of one department: how many findings each check has (checks across departments not
    among them: their numbers depend on whom somebody may see). ``checked_at`` is NULL before the
    first check; it lies before the first read, so that a result never seems newer than it is.

    The key has no constraint, like those of all that is derived here: it must not keep a department
    from being removed when its import is undone.
    """

    department_id = models.BigIntegerField(_("部门编号"), primary_key=True)
    checked_at = models.DateTimeField(_("检查时间"), null=True)
    version = models.CharField(_("版本"), max_length=20, blank=True)
    counts = models.JSONField(_("问题数"), default=dict)

    objects = HealthResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("数据体检结果")

    def __str__(self) -> str:
        return f"{self.department_id} {self.checked_at}"


class HealthMark(models.Model):
    """Something of a department was changed: written in the transaction of the change, removed in
    that of a result which was read after it. Rows are only added, so that nobody waits for another.
    """

    department_id = models.BigIntegerField(_("部门编号"), db_index=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("数据变动标记")

    def __str__(self) -> str:
        return f"{self.department_id} {self.at}"
