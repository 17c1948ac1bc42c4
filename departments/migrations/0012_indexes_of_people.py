"""Indexes of people: in place of those of the foreign keys two that count too.

Fields are altered in the state only: SQLite would make the table anew, without its triggers.
"""

import django.db.models.deletion
from django.db import migrations, models

REPLACED = (["department_id"], ["section_id"], ["initials"])


def drop_replaced(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "departments_staffmember")
        for name, index in indexes.items():
            if index["index"] and index["columns"] in REPLACED:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("departments", "0011_kinds_mix_by_groups")]
    operations = [
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(
                fields=["department", "standing", "position", "id"], name="staff_of_department"
            ),
        ),
        migrations.AddIndex(
            model_name="staffmember",
            index=models.Index(fields=["section", "standing"], name="staff_of_section"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_replaced, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    "staffmember",
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="departments.department",
                        verbose_name="部门",
                    ),
                ),
                migrations.AlterField(
                    "staffmember",
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="departments.section",
                        verbose_name="所在科室",
                    ),
                ),
                migrations.AlterField(
                    "staffmember",
                    "initials",
                    models.CharField(blank=True, max_length=60, verbose_name="拼音首字母"),
                ),
            ],
        ),
    ]
