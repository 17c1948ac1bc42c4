"""The merge plan: a proposal for one department over a frozen baseline."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Department, RegionCalibration
from departments.structure_size import StructureSize, change_words
from mergers.models.assessed import Assessed


class PlanMode(models.TextChoices):
    """How sections of one big section come together."""

    MERGE = "merge", _("合并")
    CO_LOCATE = "co-locate", _("合署办公")
    GROUP = "group", _("统筹")


class PlanStatus(models.TextChoices):
    """Where a plan stands; which may follow which is in mergers/domain/workflow.py."""

    DRAFT = "draft", _("草案")
    SUBMITTED = "submitted", _("待审批")
    RETURNED = "returned", _("已退回")
    EXECUTED = "executed", _("已批准并执行")
    WITHDRAWN = "withdrawn", _("已作废")


OPEN_STATUSES = (PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.SUBMITTED)
"""Where a plan may still go on: what is carried out or given up cannot become outdated."""


class MergePlan(Assessed):
    """A plan with the problem it answers, its score and the certificate of its proof.

    ``calibration`` is what its similarities were measured against; NULL for plans from before
    there was any. ``baseline`` is the snapshot of the structure that it is about (mergers/domain/snapshot.py),
    ``baseline_hash`` names it. ``problem`` is what was asked over it: the input object of
    ``solve_file`` (docs/planner.md §7) without the sections, which follow from the snapshot
    (mergers/planning/solving.py), with what was blended into its similarities and the transfers
    that it was solved with. ``outcome`` is the output object, with section ids as strings, before
    anybody changed the plan by hand; beside it stand the proof while an edited plan has no
    certificate, the similarities of split sections (ADR 0019), and the phrases that its reasons name. ``certificate`` is the file that
    ``verify_plan`` reads. Scores are NULL for a plan nobody has scored. ``no_bound`` says in words
    why an edited plan has no bound; empty while it has one, and where the planner found none in its
    time. ``sections_after`` counts big sections, of which ``standing_after`` sections are made:
    those of 合署 and 统筹 go on standing. ``outdated`` says whether the structure of today is another
    than the baseline, as far as that was compared (mergers/actions/outdating.py).
    """

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="plans", verbose_name=_("部门")
    )
    title = models.CharField(_("名称"), max_length=120)
    label = models.CharField(_("特点"), max_length=40, blank=True)
    mode = models.CharField(_("方式"), max_length=10, choices=PlanMode.choices)
    status = models.CharField(
        _("状态"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="plans",
        verbose_name=_("拟稿人"),
    )
    created_at = models.DateTimeField(_("拟定时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    executed_at = models.DateTimeField(_("执行时间"), null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    calibration = models.ForeignKey(
        RegionCalibration,
        models.PROTECT,
        null=True,
        related_name="plans",
        verbose_name=_("校准"),
    )
    baseline = models.JSONField(default=dict)
    baseline_hash = models.CharField(max_length=64)
    problem = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    certificate = models.JSONField(null=True)
    score = models.FloatField(_("评分"), null=True)
    today_score = models.FloatField(_("现状评分"), null=True)
    objective = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    proven = models.BooleanField(_("最优已证明"), default=False)
    no_bound = models.CharField(_("没有最优上限的原因"), max_length=200, blank=True)
    sections_before = models.PositiveIntegerField(_("现有科室数"))
    sections_after = models.PositiveIntegerField(_("整合后科室数"))
    units_before = models.PositiveIntegerField(_("现有大科室数"), default=0)
    standing_after = models.PositiveIntegerField(_("整合后保留科室数"), default=0)

    outdated = models.BooleanField(_("已过期"), null=True)

    newest_event: int = 0
    """Key of the newest line of its audit trail, of a plan read by ``get_plan``."""
    waiting: int | None = None
    """Key of the plan of its department that waits for a decision, of a plan read by ``get_plan``."""

    class Meta:
        verbose_name = verbose_name_plural = _("整合方案")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="plan_newest"),
            models.Index(
                fields=["author", "status", "-created_at", "-id", "department"],
                name="plan_of_author_newest",
            ),
            models.Index(fields=["status", "submitted_at", "id"], name="plan_longest_waiting"),
            models.Index(
                fields=["department", "status", "outdated", "score"], name="plan_that_counts"
            ),
            models.Index(
                fields=["status", "department"],
                condition=models.Q(outdated__isnull=True),
                name="plan_not_compared",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sections_after__gte=1), name="plan_leaves_a_section"
            ),
            models.CheckConstraint(
                condition=models.Q(bound__isnull=True) | models.Q(bound__gte=models.F("objective")),
                name="plan_bound_not_below_objective",
            ),
            models.UniqueConstraint(
                fields=["department"],
                condition=models.Q(status=PlanStatus.SUBMITTED),
                name="one_submitted_plan_per_department",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def before(self) -> StructureSize:
        """The structure that the plan is about, counted both ways."""
        return StructureSize(self.sections_before, self.units_before)

    @property
    def after(self) -> StructureSize:
        """The structure once it is carried out."""
        return StructureSize(self.standing_after, self.sections_after)

    @property
    def is_outdated(self) -> bool:
        """Whether it may still go on, but its structure is not there any more."""
        return bool(self.outdated) and self.status in OPEN_STATUSES

    @property
    def change_words(self) -> str:
        """What it makes of the structure, in words."""
        return change_words(self.before, self.after)

    @property
    def gap(self) -> float | None:
        """Points that a better plan could still gain at most; 0 when proven."""
        if self.bound is None or self.objective is None:
            return None
        return (self.bound - self.objective) / 1_000_000
