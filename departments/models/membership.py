"""The membership: which role a user has, in which region or department."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.region import Region


class Role(models.TextChoices):
    """The roles of the office."""

    CLERK = "clerk", _("部门经办人")
    OFFICER = "officer", _("编办工作人员")
    LEADER = "leader", _("领导")
    AUDITOR = "auditor", _("审计人员")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Membership(models.Model):
    """A clerk belongs to one department; every other role to a region and all below it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("角色"), max_length=14, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("部门")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("角色")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role=Role.CLERK) | models.Q(department__isnull=False),
                name="clerk_has_department",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                condition=models.Q(department__isnull=False),
                name="membership_once_per_department",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=models.Q(department__isnull=True),
                name="membership_once_per_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.department or self.region}"
