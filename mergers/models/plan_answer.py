"""The answer: what the planner replied to a question about a plan, kept so it is asked once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mergers.models.merge_plan import MergePlan


class PlanAnswer(models.Model):
    """One question (curve, pareto, price, stability, near, why_not…) with its answer as JSON.

    ``key`` is a hash of the plan's problem, its groups and the question's own arguments: an edited
    plan asks anew.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="answers")
    question = models.CharField(_("问题"), max_length=20)
    key = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    complete = models.BooleanField(_("已证明"), default=False)
    answered_at = models.DateTimeField(_("求解时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("问答")
        ordering = ["plan_id", "question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "question", "key"], name="plan_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.question}"
