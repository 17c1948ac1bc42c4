"""The staff member: one person of the real-name (实名制) record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bigsection.web.id_numbers import masked
from departments.models.department import Department
from departments.models.lifecycle_status import LifecycleStatus
from departments.models.section import Section


class StaffQuerySet(models.QuerySet["StaffMember"]):
    """Reads of people."""

    def standing(self) -> "StaffQuerySet":
        """Those on the roster today."""
        return self.filter(standing=LifecycleStatus.ACTIVE)


class StaffMember(models.Model):
    """A person. Leaders have no section. Dates are ISO text, since many lists give only a month:
    ``1978-05-03`` or ``1978-05``; empty when unknown.
    """

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="staff", db_index=False, verbose_name=_("部门")
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        db_index=False,
        verbose_name=_("所在科室"),
    )
    name = models.CharField(_("姓名"), max_length=60)
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True)
    gender = models.CharField(_("性别"), max_length=2, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    id_number = models.CharField(_("身份证号"), max_length=18, blank=True)
    birth_date = models.CharField(_("出生日期"), max_length=10, blank=True)
    political_status = models.CharField(_("政治面貌"), max_length=30, blank=True)
    work_since = models.CharField(_("参加工作时间"), max_length=10, blank=True)
    rank = models.CharField(_("职级"), max_length=40, blank=True)
    quota_type = models.CharField(_("编制类型"), max_length=20, blank=True)
    education = models.CharField(_("学历"), max_length=30, blank=True)
    employment = models.CharField(_("人员状态"), max_length=30, blank=True)
    remark = models.CharField(_("备注"), max_length=500, blank=True)
    position = models.PositiveIntegerField(_("序号"), default=0)
    standing = models.CharField(
        _("状态"), max_length=10, choices=LifecycleStatus.choices, default=LifecycleStatus.ACTIVE
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ["department_id", "position", "pk"]
        indexes = [  # beside search_index.py; each serves a foreign key too
            models.Index(
                fields=["department", "standing", "position", "id"], name="staff_of_department"
            ),
            models.Index(fields=["section", "standing"], name="staff_of_section"),
            # Without a condition: SQLite does not see that one holds for a parameter.
            models.Index(fields=["id_number"], name="staff_by_id_number"),
            models.Index(fields=["name", "birth_date"], name="staff_by_name_and_birth"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "id_number"],
                condition=models.Q(standing=LifecycleStatus.ACTIVE) & ~models.Q(id_number=""),
                name="id_number_once_per_department",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="staff_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_id_number(self) -> str:
        """The ID number as it may be shown: region and birth hidden."""
        return masked(self.id_number)
