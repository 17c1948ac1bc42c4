"""A plan names the calibration that it was made under; plans of before name none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0008_region_calibration"),
        ("mergers", "0007_parts_not_assessed"),
    ]

    operations = [
        migrations.AddField(
            model_name="mergeplan",
            name="calibration",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="departments.regioncalibration",
                verbose_name="校准",
            ),
        ),
    ]
