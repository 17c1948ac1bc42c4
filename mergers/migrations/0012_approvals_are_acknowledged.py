"""An approval is told to the plan's author until they say so; those of before are no news."""

from django.db import migrations, models


def nothing_old_is_news(apps, schema_editor):
    decisions = apps.get_model("mergers", "Decision").objects
    decisions.filter(verdict="approve").update(acknowledged_at=models.F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("mergers", "0011_plans_keep_keys_of_what_an_import_may_take_back"),
    ]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="acknowledged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(nothing_old_is_news, migrations.RunPython.noop),
    ]
