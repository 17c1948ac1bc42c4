"""The post: a place that a person holds, such as chief of a section."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.department import Department
from departments.models.section import Section
from departments.models.staff_member import StaffMember


class PostLevel(models.TextChoices):
    """What a post counts as in the number of leadership posts (职数)."""

    LEADER = "leader", _("单位领导")
    CHIEF = "chief", _("正职")
    DEPUTY = "deputy", _("副职")
    MEMBER = "member", _("非领导")


class Post(models.Model):
    """A post and its holder; a second, concurrent post (兼任) does not count the person twice."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("部门")
    )
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("科室"),
    )
    holder = models.ForeignKey(
        StaffMember, models.CASCADE, related_name="posts", verbose_name=_("任职人")
    )
    title = models.CharField(_("职务"), max_length=60)
    level = models.CharField(_("层次"), max_length=8, choices=PostLevel.choices)
    held_since = models.CharField(_("任现职时间"), max_length=10, blank=True)
    concurrent = models.BooleanField(_("兼任"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("职务")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder"],
                condition=models.Q(concurrent=False),
                name="one_main_post_per_person",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="post_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
