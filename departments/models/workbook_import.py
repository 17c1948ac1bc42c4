"""The workbook import: an uploaded file on its way from reading to applied, and its journal."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bigsection.audit.seen import fingerprint
from departments.models.department import Department
from departments.models.region import Region

LARGE_BYTES = 100_000


class ImportStatus(models.TextChoices):
    """Where an import stands; nothing is written to the roster before APPLIED."""

    READING = "reading", _("读取中")
    REVIEW = "review", _("待核对")
    REFUSED = "refused", _("无法读取")
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已导入")
    ABANDONED = "abandoned", _("已放弃")
    UNDONE = "undone", _("已撤销")


class WorkbookImport(models.Model):
    """One file of one person, or of nobody where the command line imported it; ``review`` holds
    the compared rows that the page shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("部门")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    file_name = models.CharField(_("文件名"), max_length=200)
    file = models.FileField(_("文件"), upload_to="imports/%Y/%m/", blank=True)
    marked = models.FileField(_("标注问题的文件"), upload_to="imports/%Y/%m/", blank=True)
    file_hash = models.CharField(_("SHA-256"), max_length=64)
    status = models.CharField(
        _("状态"), max_length=10, choices=ImportStatus.choices, default=ImportStatus.READING
    )
    refusal = models.TextField(_("无法读取的原因"), blank=True)
    review = models.JSONField(default=dict)
    choices = models.JSONField(_("核对时的选择"), default=dict)
    base_mark = models.CharField(max_length=64, blank=True)
    job_id = models.UUIDField(null=True)
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def version(self) -> str:
        """Which review, made with which decisions, a person has before them."""
        return fingerprint(self.base_mark, self.choices)

    @property
    def takes_a_while(self) -> bool:
        """Whether writing the file anew takes longer than anybody should wait for a page."""
        return bool(self.file) and self.file.size > LARGE_BYTES


class ImportJournal(models.Model):
    """What an import wrote, as compressed JSON (departments/importing/journal.py), to undo it."""

    workbook_import = models.OneToOneField(
        WorkbookImport, models.CASCADE, primary_key=True, related_name="journal"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.workbook_import)
