"""The ruling: what the staffing office decided on two duties of two departments (职责交叉)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bigsection.audit.seen import fingerprint
from departments.models import Department, Duty, Region, Section


class RulingVerdict(models.TextChoices):
    """What can be decided on a pair of duties."""

    KEEP = "keep", _("各自保留，划清边界")
    TRANSFER = "transfer", _("划转归并")
    UNRELATED = "unrelated", _("不是同一职责")


UNRULED = "unruled"


class DutyRuling(models.Model):
    """One ruling, kept as a boundary between two departments.

    The texts are kept beside the keys: a duty that is imported anew has another key and the same
    text, and the ruling still holds. ``pair_hash`` is taken over departments and texts, smaller
    department first. A transfer moves ``giving`` (a or b) to the section ``receiver``.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="duty_rulings")
    pair_hash = models.CharField(max_length=64)
    department_a = models.ForeignKey(Department, models.PROTECT, related_name="rulings_as_a")
    department_b = models.ForeignKey(Department, models.PROTECT, related_name="rulings_as_b")
    duty_a = models.ForeignKey(Duty, models.SET_NULL, null=True, related_name="rulings_as_a")
    duty_b = models.ForeignKey(Duty, models.SET_NULL, null=True, related_name="rulings_as_b")
    text_a = models.TextField(_("职责甲"))
    text_b = models.TextField(_("职责乙"))
    similarity = models.FloatField(_("相似度"))
    verdict = models.CharField(_("裁定"), max_length=10, choices=RulingVerdict.choices)
    giving = models.CharField(
        max_length=1, blank=True, choices=[("a", _("甲划出")), ("b", _("乙划出"))]
    )
    receiver = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="rulings_received"
    )
    boundary = models.CharField(_("边界说明"), max_length=500)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("裁定人"))
    at = models.DateTimeField(_("裁定时间"))
    executed_at = models.DateTimeField(_("划转时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("职责边界")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "pair_hash"], name="duty_pair_ruled_once"),
            models.CheckConstraint(
                condition=models.Q(
                    verdict="transfer", giving__in=["a", "b"], receiver__isnull=False
                )
                | (~models.Q(verdict="transfer") & models.Q(giving="", receiver__isnull=True)),
                name="duty_transfer_has_receiver",
            ),
            models.CheckConstraint(condition=~models.Q(boundary=""), name="duty_ruling_boundary"),
        ]

    def __str__(self) -> str:
        return f"{self.text_a} / {self.text_b}：{self.get_verdict_display()}"

    @property
    def version(self) -> str:
        """Which decision a person has before them; a pair without a ruling has UNRULED."""
        transfer = (self.giving, self.receiver_id)
        return fingerprint(self.pk, self.verdict, *transfer, self.boundary, self.document_number)

    @property
    def giver(self) -> Department:
        """The department that a transfer takes a duty from."""
        return self.department_a if self.giving == "a" else self.department_b

    @property
    def giver_id(self) -> int:
        """Its key."""
        return self.department_a_id if self.giving == "a" else self.department_b_id

    @property
    def given_id(self) -> int | None:
        """The key of the duty that a transfer moves; None once it is gone."""
        return self.duty_a_id if self.giving == "a" else self.duty_b_id

    @property
    def given_text(self) -> str:
        """The text of the duty that a transfer moves."""
        return self.text_a if self.giving == "a" else self.text_b
