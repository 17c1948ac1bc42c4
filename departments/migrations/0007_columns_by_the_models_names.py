from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RENAMED = {
    "work_start": "work_since",
    "post_since": "held_since",
    "status": "employment",
    "hours": "hours_per_unit",
    "count": "counts",
    "duty_type": "duty_kind",
    "line": "lines",
    "section_code": "code",
    "handover": "note",
}
FORMER = {new: old for old, new in RENAMED.items()}


def rename(names: dict[str, str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Rename columns wherever people's decisions and reviews keep them; a year behind stays."""

    def renamed(name: str | None) -> str | None:
        base, colon, detail = (name or "").partition(":")
        return f"{names[base]}{colon}{detail}" if base in names else name

    def run(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
        mappings = apps.get_model("departments", "ColumnMapping").objects.all()
        for mapping in mappings.iterator():
            if (new := renamed(mapping.field)) != mapping.field:
                mappings.filter(pk=mapping.pk).update(field=new)
        imports = apps.get_model("departments", "WorkbookImport").objects.all()
        for pk, choices, review in imports.values_list("pk", "choices", "review").iterator(50):
            imports.filter(pk=pk).update(**_changed(choices, review, renamed))

    return run


def _changed(
    choices: dict[str, Any], review: dict[str, Any], renamed: Callable[[str | None], str | None]
) -> dict[str, Any]:
    for decision in choices.get("mapping", ()):
        decision[2] = renamed(decision[2])
    for sheet in review.get("sheets", ()):
        for column in sheet.get("columns", ()):
            column["field"] = renamed(column["field"])
    return {"choices": choices, "review": review}


class Migration(migrations.Migration):
    """The import speaks the models' names of fields; what people decided is kept under them."""

    dependencies = [("departments", "0006_imports_of_nobody")]

    operations = [migrations.RunPython(rename(RENAMED), rename(FORMER))]
