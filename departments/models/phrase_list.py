"""The phrase list of a region: words and clauses of duty texts that tell nothing of a function."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models.region import Region


class PhraseList(models.Model):
    """One per region; a region without one, and a column that is NULL, uses the built-in list.

    Every column is a list of plain phrases. In ``catch_alls`` an ellipsis (…) stands for up to
    twenty characters: ``承办…交办的其他事项``.
    """

    region = models.OneToOneField(
        Region, models.CASCADE, related_name="phrase_list", verbose_name=_("地区")
    )
    builtin_catch_alls = models.BooleanField(_("使用内置兜底条款"), default=True)
    catch_alls = models.JSONField(_("兜底条款"), default=list, blank=True)
    topics = models.JSONField(_("共性职责"), null=True, blank=True)
    fillers = models.JSONField(_("连接词"), null=True, blank=True)
    empty_words = models.JSONField(_("虚词"), null=True, blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("词表")

    def __str__(self) -> str:
        return f"{self.region}：词表"
