"""The section group: a big section of the live structure whose members keep their names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.lifecycle_status import LifecycleStatus


class GroupMode(models.TextChoices):
    """How members of a big section live together."""

    CO_LOCATE = "co-locate", _("合署办公")
    GROUP = "group", _("统筹")


class SectionGroup(models.Model):
    """Sections that work as one (合署不合科) and keep their names, posts and ranks."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="groups", verbose_name=_("部门")
    )
    name = models.CharField(_("大科室名称"), max_length=120)
    mode = models.CharField(_("方式"), max_length=10, choices=GroupMode.choices)
    standing = models.CharField(
        _("状态"), max_length=10, choices=LifecycleStatus.choices, default=LifecycleStatus.ACTIVE
    )
    established_on = models.DateField(_("设立日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("大科室（合署、统筹）")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=models.Q(standing=LifecycleStatus.ACTIVE),
                name="group_name_once_per_department",
            )
        ]

    def __str__(self) -> str:
        return self.name
