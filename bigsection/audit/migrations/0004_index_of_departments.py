"""An index for the history of a department in its order; those that no query uses go.

Fields are altered in the state only: SQLite would make the table anew, without its triggers.
"""

from django.db import migrations, models

UNUSED = (["region_code"], ["department_id"])


def drop_unused(apps, schema_editor):
    table = apps.get_model("audit", "AuditEvent")._meta.db_table
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, table)
        for name, index in indexes.items():
            if index["index"] and index["columns"] in UNUSED:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["department_id", "-at", "-id"], name="audit_of_department"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_unused, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    "auditevent",
                    "region_code",
                    models.CharField(blank=True, max_length=6, verbose_name="地区"),
                ),
                migrations.AlterField(
                    "auditevent",
                    "department_id",
                    models.BigIntegerField(null=True, verbose_name="部门编号"),
                ),
            ],
        ),
    ]
