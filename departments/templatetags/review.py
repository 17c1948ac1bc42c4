"""The review of an import in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bigsection.lazy import LazyModule
from departments.models import ImportStatus, WorkbookImport

register = template.Library()
importing = LazyModule("departments.importing")

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


@register.filter
def table_words(table: str) -> str:
    """What a sheet was taken for."""
    return str(TABLES.get(table, table))


@register.filter
def field_words(field: str | None) -> str:
    """What a column was taken for; empty for one that is not imported."""
    return str(importing.column_words(field)) if field else ""


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
