"""The audit event: one line of the append-only record of what was done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads of the trail."""

    def of(self, subject: models.Model) -> "AuditEventQuerySet":
        """The events of one thing, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class AuditEvent(models.Model):
    """Who did what to which thing, when and why; triggers in the database refuse any change."""

    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("操作人")
    )
    verb = models.CharField(_("动作"), max_length=60)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=40)
    subject_label = models.CharField(_("对象"), max_length=200)
    region_code = models.CharField(_("地区"), max_length=6, blank=True)
    department_id = models.BigIntegerField(_("部门编号"), null=True)
    reason = models.TextField(_("理由"), blank=True)
    changes = models.JSONField(_("改变"), default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["department_id", "-at", "-id"], name="audit_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_label}"


class AuditSeal(models.Model):
    """One link of the chain over the trail: the place of an event, and a hash over it and over the
    link before. A worker writes them in their order, so that nobody who records has to wait.
    """

    number = models.PositiveBigIntegerField(_("封存序号"), primary_key=True)
    event = models.OneToOneField(
        AuditEvent, models.PROTECT, related_name="seal", verbose_name=_("审计记录")
    )
    sealed_at = models.DateTimeField(_("封存时间"))
    previous = models.CharField(_("前一环"), max_length=64, blank=True)
    hash = models.CharField(_("校验码"), max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计封存")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
