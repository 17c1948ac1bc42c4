"""The rule set: the figures by which a region judges structures, each with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.kind_groups import usual_kind_groups
from departments.models.region import Region

HUAIBEI_POSTS: list[list[int | None]] = [[4, 1], [9, 2], [None, 3]]


def default_posts() -> list[list[int | None]]:
    """Leadership posts by people: up to 4 one, up to 9 two, above three (preset 淮北)."""
    return [list(step) for step in HUAIBEI_POSTS]


def default_weights() -> dict[str, float]:
    """The weights of the six parts of the score (docs/planner.md)."""
    return {
        "overlap": 0.35,
        "balance": 0.25,
        "one_person": 0.15,
        "posts": 0.10,
        "continuity": 0.10,
        "span": 0.05,
    }


class FewestSmall(models.IntegerChoices):
    """Which big sections a plan has as few of as possible, before any score counts."""

    ANY = 0, _("不作要求")
    ONES = 1, _("一人科先减到最少")
    TWOS = 2, _("一人科、两人科都先减到最少")


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Rule sets, of which a region has one at most."""

    def of(self, region: Region) -> "RuleSet":
        """The rule set of a region; an unsaved one with the defaults when it has none."""
        return self.filter(region=region).first() or RuleSet(region=region)


class RuleSet(models.Model):
    """One per region; a region without one uses the defaults of this model."""

    region = models.OneToOneField(
        Region, models.CASCADE, related_name="rule_set", verbose_name=_("地区")
    )
    name = models.CharField(_("名称"), max_length=60, default="淮北")
    source = models.CharField(_("依据"), max_length=200, blank=True)
    posts_rule = models.JSONField(_("领导职数"), default=default_posts)
    weights = models.JSONField(_("评分权重"), default=default_weights)
    max_members = models.PositiveIntegerField(_("每个大科室最多科室数"), null=True, default=4)
    max_people = models.PositiveIntegerField(_("每个大科室最多人数"), null=True)

    link_weight = models.FloatField(_("业务往来权重"), default=0.3)
    kind_groups = models.JSONField(_("可以混合的科室类别"), default=usual_kind_groups)
    fewest_small = models.PositiveSmallIntegerField(
        _("一人科、两人科"), choices=FewestSmall.choices, default=FewestSmall.ONES
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规则集")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(link_weight__gte=0, link_weight__lte=1),
                name="rule_set_link_weight",
            )
        ]

    def __str__(self) -> str:
        return self.name
