"""The section: an internal body (科室) of a department."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.lifecycle_status import LifecycleStatus
from departments.models.section_group import SectionGroup


class SectionKind(models.TextChoices):
    """What sort of work a section does."""

    BUSINESS = "business", _("业务")
    GENERAL = "general", _("综合")
    PARTY = "party", _("党务")
    ENFORCEMENT = "enforcement", _("执法")


class SectionQuerySet(models.QuerySet["Section"]):
    """Reads of sections."""

    def standing(self) -> "SectionQuerySet":
        """Those that exist today."""
        return self.filter(standing=LifecycleStatus.ACTIVE)


class Section(models.Model):
    """A section. Figures are NULL where the source states none: unfilled is not zero.

    ``headcount`` is the figure the department reports; people on the roster are counted apart.
    ``lines`` is the list of lines (战线) the section belongs to.
    """

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="sections", verbose_name=_("部门")
    )
    group = models.ForeignKey(
        SectionGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sections",
        verbose_name=_("所属大科室"),
    )
    name = models.CharField(_("科室名称"), max_length=120)
    code = models.CharField(_("编码"), max_length=40, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=120, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=12, choices=SectionKind.choices, blank=True)
    lines = models.JSONField(_("战线"), default=list, blank=True)
    quota = models.PositiveIntegerField(_("核定编制"), null=True, blank=True)
    headcount = models.PositiveIntegerField(_("实有人数"), null=True, blank=True)
    chief_posts = models.PositiveIntegerField(_("正职职数"), null=True, blank=True)
    deputy_posts = models.PositiveIntegerField(_("副职职数"), null=True, blank=True)
    position = models.PositiveIntegerField(_("序号"), default=0)
    document_number = models.CharField(_("批准文号"), max_length=80, blank=True)
    remark = models.CharField(_("备注"), max_length=500, blank=True)
    standing = models.CharField(
        _("状态"), max_length=10, choices=LifecycleStatus.choices, default=LifecycleStatus.ACTIVE
    )
    established_on = models.DateField(_("设立日期"), null=True, blank=True)
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("科室")
        ordering = ["department_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=models.Q(standing=LifecycleStatus.ACTIVE),
                name="section_name_once_per_department",
            ),
            models.UniqueConstraint(
                fields=["department", "code"],
                condition=models.Q(standing=LifecycleStatus.ACTIVE) & ~models.Q(code=""),
                name="section_code_once_per_department",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="section_has_name"),
            models.CheckConstraint(
                condition=models.Q(standing=LifecycleStatus.ABOLISHED)
                | models.Q(abolished_on__isnull=True),
                name="section_active_has_no_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name
