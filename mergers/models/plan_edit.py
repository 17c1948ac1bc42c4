"""The edit: one change that a person made to a draft by hand, so that it can be undone and redone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mergers.models.merge_plan import MergePlan


class PlanEdit(models.Model):
    """One step. ``before`` and ``after`` are the whole arrangement of the plan (mergers/domain/arrangement.py)
    around it; ``words`` say in Chinese what was done.

    Steps are numbered from 1 within a plan; an undone step may be done again until another follows.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    words = models.CharField(_("修改"), max_length=300)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("修改人"))
    at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("方案修改")
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edit_number_once")
        ]

    def __str__(self) -> str:
        return self.words
