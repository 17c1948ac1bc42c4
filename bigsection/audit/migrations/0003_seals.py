"""The chain over the trail, and triggers that keep both from being replaced or emptied too.

The worker seals what was recorded before, in its first round.
"""

import django.db.models.deletion
from django.db import migrations, models

from bigsection.audit import triggers

OF_0002 = ("audit_no_update", "audit_no_delete")


def install(apps, schema_editor):
    connection = schema_editor.connection
    suffix = f" ON {triggers.EVENTS}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in OF_0002:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
    triggers.install(connection, *triggers.KEYS)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, *triggers.KEYS)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="封存序号")),
                ("event", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="audit.auditevent", verbose_name="审计记录")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="前一环")),
                ("hash", models.CharField(max_length=64, unique=True, verbose_name="校验码")),
            ],
            options={
                "verbose_name": "审计封存",
                "verbose_name_plural": "审计封存",
                "ordering": ["number"],
            },
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["-at", "-id"], name="audit_newest"),
        ),
        migrations.RunPython(install, remove),
    ]
