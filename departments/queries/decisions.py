"""What a person has decided in an import so far, each with the way to take it back."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from departments.importing.answers import key_of
from departments.importing.choices import Choices
from departments.importing.fields import TITLES
from departments.importing.review import shown

Review = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision in words; ``name`` and ``value`` are what a form sends to take it back."""

    kind: str
    subject: str
    text: str
    name: str
    value: str


def decisions_of(review: Review, choices: Choices) -> list[Decision]:
    """All decisions but those about columns, which have a page of their own."""
    return [
        *_corrections(review, choices),
        *_renames(choices),
        *_abolished(review, choices),
        *_left_out(review, choices),
    ]


def place_words(sheet: str | None, row: int) -> str:
    """Where a row stands, as a clerk says it."""
    where = _("第 %(row)d 行") % {"row": row}
    return f"{sheet} {where}" if sheet else where


def _corrections(review: Review, choices: Choices) -> list[Decision]:
    columns = {
        (sheet["name"], column["index"]): column
        for sheet in review.get("sheets", ())
        for column in sheet["columns"]
    }
    found = []
    for (sheet, row, index), value in choices.corrections.items():
        column = columns.get((sheet, index), {"header": _("第%d列") % index, "field": None})
        text = shown(value, private=column["field"] == "id_number")
        found.append(
            Decision(
                _("改值"),
                f"{place_words(sheet, row)} · {column['header']}",
                _("改为“%s”") % text if text else _("清空"),
                "drop_fix",
                key_of(review, sheet, row, index),
            )
        )
    return found


def _renames(choices: Choices) -> list[Decision]:
    same = [
        Decision(
            _("更名"),
            f"{old} → {new}",
            _("是同一科室，按更名处理（%s）") % department,
            "drop_rename",
            json.dumps([department, new], ensure_ascii=False),
        )
        for (department, new), old in choices.renames.items()
    ]
    different = [
        Decision(
            _("不是更名"),
            f"{old} ≠ {new}",
            _("不是同一科室，%s为新设（%s）") % (new, department),
            "drop_refused",
            json.dumps([department, new, old], ensure_ascii=False),
        )
        for department, new, old in sorted(choices.refused)
    ]
    return same + different


def _abolished(review: Review, choices: Choices) -> list[Decision]:
    found = []
    for table in review.get("tables", ()):
        chosen = choices.abolish.get(table["table"], frozenset())
        for row in table["missing"]:
            if row["pk"] in chosen:
                found.append(
                    Decision(
                        _("撤销"),
                        f"{TITLES[table['table']]} · {row['label']}",
                        _("文件里没有，确认导入时撤销"),
                        "drop_abolish",
                        f"{table['table']}-{row['pk']}",
                    )
                )
    return found


def _left_out(review: Review, choices: Choices) -> list[Decision]:
    labels = {
        (row["sheet"], row["row"]): row["label"]
        for table in review.get("tables", ())
        for row in table["rows"]
        if row["status"] == "left_out"
    }
    return [
        Decision(
            _("不导入"),
            place_words(sheet, row),
            labels.get((sheet, row), "") or _("本行不导入"),
            "drop_out",
            key_of(review, sheet, row),
        )
        for sheet, row in sorted(choices.left_out, key=lambda place: (place[0] or "", place[1]))
    ]
