"""The review of an import in words."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from bigsection.audit import wording

register = template.Library()

TABLES = {
    "departments": _("部门"),
    "sections": _("科室表"),
    "duties": _("职责表"),
    "workload": _("工作量表"),
    "staff": _("人员名册"),
    "quota": _("编制职数表"),
    "unrecognised": _("未识别"),
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
}


@register.filter
def table_words(table: str) -> str:
    """What a sheet was taken for."""
    return str(TABLES.get(table, table))


@register.filter
def field_words(field: str | None) -> str:
    """What a column was taken for; empty for one that is not imported."""
    return str(FIELDS.get(field) or wording.field_words(field)) if field else ""


@register.filter
def changed_rows(counts: Mapping[str, int]) -> int:
    """How many rows of a table would be written."""
    return counts["new"] + counts["updated"]
