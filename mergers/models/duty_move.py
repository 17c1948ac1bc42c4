"""The duty move: a duty that a plan takes out of its section (职责划转), or ends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import Duty, Section
from mergers.models.big_section import BigSection
from mergers.models.duty_ruling import DutyRuling
from mergers.models.merge_plan import MergePlan

IN_PLAN = Q(big_section__isnull=False, section__isnull=True, ended=False)
ELSEWHERE = Q(big_section__isnull=True, section__isnull=False, ended=False)
ENDED = Q(big_section__isnull=True, section__isnull=True, ended=True) & ~Q(reason="")


class DutyMove(models.Model):
    """One duty that does not go where its section goes.

    It lands in a big section of the plan, or in ``section`` of another department (by a ruling of
    the staffing office), or it ends with a reason. A duty without a move follows its section.
    ``duty``, ``origin`` and ``section`` are keys of rows that are gone when the import that brought
    them was undone; snapshot and ``text`` stay readable.
    """

    plan = models.ForeignKey(MergePlan, models.CASCADE, related_name="duty_moves")
    duty = models.ForeignKey(
        Duty,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="moves",
        verbose_name=_("职责"),
    )
    origin = models.ForeignKey(
        Section,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="duty_moves_out",
        verbose_name=_("原科室"),
    )
    text = models.TextField(_("职责原文"))
    big_section = models.ForeignKey(
        BigSection,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duty_moves",
        verbose_name=_("划入大科室"),
    )
    section = models.ForeignKey(
        Section,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="duty_moves",
        verbose_name=_("划入其他部门的科室"),
    )
    ended = models.BooleanField(_("终止"), default=False)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    ruling = models.ForeignKey(
        DutyRuling, models.SET_NULL, null=True, blank=True, related_name="moves"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("职责划转")
        ordering = ["plan_id", "origin_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "duty"], name="duty_moved_once"),
            models.CheckConstraint(
                condition=IN_PLAN | ELSEWHERE | ENDED, name="duty_move_has_one_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.big_section or self.section_id or '终止'}"
