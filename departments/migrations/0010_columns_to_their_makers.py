from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def hand_out(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Give every mapping to those whose confirmed imports made it, and forget one of unknown origin:
    the next file asks again, where a wrong guess would be read without a word.
    """
    mappings = apps.get_model("departments", "ColumnMapping").objects
    makers = _makers(apps)
    for mapping in list(mappings.all()):
        key = (mapping.region_id, mapping.table, mapping.header, mapping.field)
        departments = makers.get(key, set())
        if None not in departments:
            mapping.delete()
        for department in sorted(departments - {None}):
            mappings.create(
                region_id=mapping.region_id,
                department_id=department,
                table=mapping.table,
                header=mapping.header,
                field=mapping.field,
            )


def _makers(apps: Apps) -> dict[tuple[Any, ...], set[Any]]:
    """The departments (None: a whole region) whose confirmed imports said the same of a column."""
    imports = apps.get_model("departments", "WorkbookImport").objects
    confirmed = imports.filter(status__in=["applying", "applied", "undone"])
    rows = confirmed.values_list("region", "department", "choices", "review")
    found: dict[tuple[Any, ...], set[Any]] = {}
    for region, department, choices, review in rows.iterator(50):
        tables = {sheet["name"] or "": sheet["table"] for sheet in review.get("sheets", ())}
        for sheet, header, field in choices.get("mapping", ()):
            key = (region, tables.get(sheet), header[:120], field or "")
            found.setdefault(key, set()).add(department)
    return found


def merge(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Back: those of departments are forgotten, as two may say different things."""
    apps.get_model("departments", "ColumnMapping").objects.exclude(department=None).delete()


class Migration(migrations.Migration):
    """What a person said about a column holds for the department whose file it was."""

    dependencies = [("departments", "0009_columns_of_departments")]

    operations = [migrations.RunPython(hand_out, merge)]
