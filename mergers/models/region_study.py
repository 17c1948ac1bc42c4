"""The region study: every department's score for every number of sections, and the best split."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bigsection.jobs.models import Job
from departments.models import Department, Region
from mergers.models.assessed import Assessed
from mergers.models.merge_plan import MergePlan, PlanMode


class RegionStudy(models.Model):
    """One run over a region. ``total`` is the number of big sections to share out (NULL: free).

    ``request`` holds mode, rules and weights that all departments share. ``outcome`` is the split
    over the lines that are done: status, objective, bound, and the best sum for every total.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="studies", verbose_name=_("地区")
    )
    title = models.CharField(_("名称"), max_length=120)
    total = models.PositiveIntegerField(_("科室总数"), null=True, blank=True)
    request = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("测算人"))
    created_at = models.DateTimeField(_("测算时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("全域测算")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def keeps_sections(self) -> bool:
        """Whether the sections go on standing (合署, 统筹): the total counts big sections then."""
        return str(self.request.get("mode", PlanMode.MERGE)) != PlanMode.MERGE


class StudyLine(Assessed):
    """One department of a study; ``curve`` lists count, status, objective and bound for 1..n.

    ``low`` and ``high`` bound its share of the total (NULL: free). ``count`` is its share in the
    best split and ``plan`` the draft that was made for it. ``today`` is the objective of the
    sections as they are. ``problem_hash`` says which problem the curve answers, and
    ``structure_hash`` of which structure it speaks: that of a plan's baseline; ``settings_hash``
    tells the settings that it was measured under (planning/settings_fingerprint.py). ``outdated``
    says whether the structure of today is another, as far as that was compared
    (mergers/actions/outdating.py).
    """

    study = models.ForeignKey(RegionStudy, models.CASCADE, related_name="lines")
    department = models.ForeignKey(Department, models.PROTECT, related_name="study_lines")
    sections = models.PositiveIntegerField(_("现有科室"))
    low = models.PositiveIntegerField(_("不少于"), null=True, blank=True)
    high = models.PositiveIntegerField(_("不多于"), null=True, blank=True)
    curve = models.JSONField(default=list)
    best = models.PositiveIntegerField(_("最优科室数"), null=True, blank=True)
    count = models.PositiveIntegerField(_("分配科室数"), null=True, blank=True)
    today = models.BigIntegerField(_("现状得分"), null=True, blank=True)
    complete = models.BooleanField(_("全部证明"), default=False)
    seconds = models.FloatField(_("用时"), null=True, blank=True)
    problem_hash = models.CharField(max_length=64, blank=True)
    structure_hash = models.CharField(max_length=64, blank=True, db_index=True)
    settings_hash = models.CharField(max_length=64, blank=True)
    outdated = models.BooleanField(_("有变动"), null=True)
    plan = models.ForeignKey(
        MergePlan, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("方案")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("全域测算结果")
        ordering = ["study_id", "position", "pk"]
        indexes = [
            models.Index(
                fields=["department"],
                condition=models.Q(outdated__isnull=True) & ~models.Q(structure_hash=""),
                name="study_line_not_compared",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["study", "department"], name="study_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.department}"

    @property
    def least(self) -> int:
        """The fewest big sections that the department may get."""
        return 1 if self.low is None else self.low

    @property
    def most(self) -> int:
        """The most big sections that it may get."""
        return self.sections if self.high is None else min(self.high, self.sections)
