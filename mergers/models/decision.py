"""The decision: what a person said to a plan, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mergers.models.merge_plan import MergePlan


class Verdict(models.TextChoices):
    """What can be said to a plan."""

    SUBMIT = "submit", _("提交")
    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回")
    RECALL = "recall", _("撤回")
    WITHDRAW = "withdraw", _("作废")


class Decision(models.Model):
    """One step of a plan's way; ``content_hash`` says which content was decided upon. An approval is
    told to the plan's author until ``acknowledged_at``.
    """

    plan = models.ForeignKey(MergePlan, models.PROTECT, related_name="decisions")
    verdict = models.CharField(_("意见"), max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("理由"), blank=True)
    content_hash = models.CharField(max_length=64)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审批意见")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.RETURN) | ~models.Q(reason=""),
                name="return_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.by}"
