"""How tables, fields and codes of an import are called on the screen, and what a post counts as."""

from typing import Any, NamedTuple

from django.db.models import Model

from departments.models import (
    Department,
    DutyKind,
    PostLevel,
    Section,
    SectionLink,
    StaffMember,
    WorkItem,
)
from departments.workbook.columns import TABLES, columns_of, label_of

TITLES = {"departments" if table == "quota" else table: title for table, title in TABLES.items()}
_LABELS = {
    "name": "名称",
    "section": "所在科室",
    "quota_by_type": "分类编制",
    "document_number": "批准文号",
    "unit": "量化单位",
}


def label_of_field(name: str) -> str:
    """What the review calls a field of a row: most as the page 对应 does; empty for no column."""
    return _LABELS.get(name) or label_of(name)


DUTY_KINDS = {str(label): value for value, label in DutyKind.choices}
MODELS: dict[str, type[Model]] = {
    "quota": Department,
    "sections": Section,
    "workload": WorkItem,
    "staff": StaffMember,
    "links": SectionLink,
}
"""Per kind of table the model that keeps its columns as fields."""


class Kept(NamedTuple):
    """A column that a model keeps: its name, the field, and the codes of a choice by their words."""

    column: str
    field: str
    codes: dict[str, Any]


def kept_columns(table: str) -> list[Kept]:
    """The columns of a kind of table that its model keeps in fields of its own."""
    plain = {f.name: f for f in MODELS[table]._meta.concrete_fields if not f.is_relation}
    return [
        Kept(
            column.name,
            name,
            {str(label): code for code, label in plain[name].choices or () if code},
        )
        for column in columns_of(table)
        if (name := column.field or column.name) in plain
    ]


def fields_of(table: str) -> tuple[str, ...]:
    """The fields of the model in which it keeps columns of a kind of table."""
    return tuple(kept.field for kept in kept_columns(table))


CHIEF_WORDS = ("科长", "股长", "处长", "部长", "主任", "书记", "队长", "所长", "站长", "组长")


def post_level(title: str, *, in_section: bool) -> PostLevel:
    """What a post counts as, read from its title; a title with 科员 is a rank, not a post of a
    leader, whatever else it says (一级主任科员).
    """
    if not in_section:
        return PostLevel.LEADER
    if "科员" in title or "办事员" in title:
        return PostLevel.MEMBER
    if "副" in title:
        return PostLevel.DEPUTY
    return PostLevel.CHIEF if title.endswith(CHIEF_WORDS) else PostLevel.MEMBER
