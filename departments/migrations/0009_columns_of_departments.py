import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a person said about a column can hold for a department alone."""

    dependencies = [
        ("departments", "0008_region_calibration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "columnmapping",
            "department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="column_mappings",
                to="departments.department",
                verbose_name="部门",
            ),
        ),
        migrations.AddField(
            "columnmapping",
            "by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
                verbose_name="记住人",
            ),
        ),
        migrations.AddField(
            "columnmapping", "at", models.DateTimeField(null=True, verbose_name="记住时间")
        ),
        migrations.RemoveConstraint("columnmapping", "column_mapped_once"),
        migrations.AddConstraint(
            "columnmapping",
            models.UniqueConstraint(
                condition=models.Q(("department", None)),
                fields=("region", "table", "header"),
                name="column_mapped_once",
            ),
        ),
        migrations.AddConstraint(
            "columnmapping",
            models.UniqueConstraint(
                fields=("department", "table", "header"),
                name="column_mapped_once_by_department",
            ),
        ),
    ]
