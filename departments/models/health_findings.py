"""What the data checks found: by department, and what departments share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HealthFindings(models.Model):
    """Some findings of one check in one department: of them the ``number``-th piece of a fixed size,
    each with section (key and name), person and what is wrong (departments/health/stored.py).
    """

    department_id = models.BigIntegerField(_("部门编号"))
    code = models.CharField(_("检查项"), max_length=40)
    number = models.PositiveIntegerField(_("序号"))
    findings = models.JSONField(_("问题"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("数据体检问题")
        constraints = [
            models.UniqueConstraint(
                fields=["department_id", "code", "number"], name="health_findings_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.code} {self.number}"


class HealthMatch(models.Model):
    """Somebody (``member``: a person, or a department) who shares ``key`` with others.

    A key of whom one only is left, or is seen, is no finding. ``shared`` is what they share in
    words, ``identity`` a hash of the ID number, empty where there is none.
    """

    code = models.CharField(_("检查项"), max_length=40)
    key = models.CharField(_("相同之处"), max_length=200)
    member = models.BigIntegerField(_("对象编号"))
    department_id = models.BigIntegerField(_("部门编号"), db_index=True)
    section_id = models.BigIntegerField(_("科室编号"), null=True)
    section = models.CharField(_("科室"), max_length=120, blank=True)
    name = models.CharField(_("名称"), max_length=120)
    shared = models.CharField(_("说明"), max_length=40, blank=True)
    identity = models.CharField(_("身份"), max_length=32, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("跨部门的相同")
        indexes = [
            models.Index(
                fields=["code", "key", "department_id", "identity"], name="health_match_by_key"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["code", "member"], name="health_match_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
