"""The review of an import in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bigsection.audit import wording
from departments.models import ImportStatus, WorkbookImport

register = template.Library()

TABLES = {
    "departments": _("部门"),
    "sections": _("科室表"),
    "duties": _("职责表"),
    "workload": _("工作量表"),
    "staff": _("人员名册"),
    "links": _("业务往来表"),
    "quota": _("编制职数表"),
    "unrecognised": _("未识别"),
}
STEPS = {
    "file": _("文件"),
    "mapping": _("对应"),
    "review": _("核对"),
    "done": _("完成"),
}
FIELDS = {
    "department": _("部门"),
    "section": _("科室"),
    "name": _("姓名"),
    "department_kind": _("部门类别"),
    "department_quota": _("部门编制"),
    "department_code": _("部门代码"),
    "parent": _("主管部门"),
    "unit_type": _("机构类别"),
    "line": _("战线"),
    "section_code": _("编码"),
    "document_number": _("文号"),
    "work_start": _("参加工作时间"),
    "post_since": _("任现职时间"),
    "status": _("人员状态"),
    "duty": _("职责"),
    "duty_type": _("职责类型"),
    "matter": _("具体事项"),
    "unit": _("计量单位"),
    "hours": _("单件工时"),
    "count": _("年度数量"),
    "partner": _("往来科室"),
    "strength": _("强度"),
    "handover": _("往来事项"),
}
YEARS = {"1": "第一年", "2": "第二年", "3": "第三年"}


@register.filter
def table_words(table: str) -> str:
    """What a sheet was taken for."""
    return str(TABLES.get(table, table))


@register.filter
def field_words(field: str | None) -> str:
    """What a column was taken for; empty for one that is not imported."""
    if not field:
        return ""
    base, _colon, detail = field.partition(":")
    words = str(FIELDS.get(base) or wording.field_words(base))
    if base == "count" and detail:
        year = YEARS.get(detail) or gettext("%s年") % detail
        return f"{year}{gettext('数量')}"
    return f"{words}（{detail.replace(':', ' ')}）" if detail else words


@register.filter
def column_letters(index: int) -> str:
    """What Excel calls a column: 1 is A, 27 is AA."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@register.filter
def changed_rows(counts: Mapping[str, int]) -> int:
    """How many rows of a table would be written."""
    return counts["new"] + counts["updated"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way of a file: its words, done, now or later, and its page if reachable."""

    name: str
    text: str
    state: str
    url: str = ""


@register.inclusion_tag("departments/_import_steps.html")
def import_steps(current: str, found: WorkbookImport | None = None) -> dict[str, list[Step]]:
    """The four steps 文件, 对应, 核对, 完成; ``current`` is file, mapping, review or done."""
    names = list(STEPS)
    steps = []
    for place, name in enumerate(names):
        here = names.index(current)
        state = "now" if place == here else "done" if place < here else "later"
        steps.append(
            Step(name, str(STEPS[name]), state, "" if state == "now" else _step_url(name, found))
        )
    return {"steps": steps}


def _step_url(name: str, found: WorkbookImport | None) -> str:
    """Where a step is; the mapping and the review can be left and entered while nothing is written."""
    if name == "file":
        return reverse("import_list")
    if found is None or found.status != ImportStatus.REVIEW or name == "done":
        return ""
    if name == "mapping":
        return reverse("import_mapping", args=[found.pk])
    return reverse("import_detail", args=[found.pk]) + "?step=review"
