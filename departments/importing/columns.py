"""The fields that a person may map a column to, by kind of table."""

from collections.abc import Iterable

PLACE = ("department", "section")
FIGURES = (
    "quota",
    *(f"quota:{kind}" for kind in ("行政", "政法专项", "参公", "事业", "工勤")),
    "headcount",
)
FIELDS_OF: dict[str, tuple[str, ...]] = {
    "quota": ("department", "department_kind", "department_code", *FIGURES, "remark"),
    "sections": (
        *(*PLACE, "parent", "unit_type", "kind", "line", "section_code", *FIGURES),
        *("chief_posts", "deputy_posts", "document_number", "duty", "remark"),
    ),
    "duties": (*PLACE, "duty", "duty_type", "remark"),
    "workload": (
        *(*PLACE, "duty", "duty_type", "matter", "unit", "hours", "count"),
        *("count:1", "count:2", "count:3", "remark"),
    ),
    "links": (*PLACE, "partner", "strength", "handover", "remark"),
    "staff": (
        *(*PLACE, "name", "gender", "ethnicity", "id_number", "birth_date", "political_status"),
        *("work_start", "post", "post_since", "rank", "quota_type", "education", "status"),
        "remark",
    ),
}
ALL = tuple(dict.fromkeys(name for names in FIELDS_OF.values() for name in names))


def options_for(table: str, present: Iterable[str | None]) -> tuple[list[str], list[str]]:
    """The fields of a kind of table with those that its columns have, and all other fields."""
    own = list(dict.fromkeys((*FIELDS_OF.get(table, ()), *(name for name in present if name))))
    return own, [name for name in ALL if name not in own]
