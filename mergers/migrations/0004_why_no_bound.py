"""Why an edited plan has no bound; bounds that a broken rule had left standing go."""

from typing import Any

from django.db import migrations, models

MOVED = "手工划转职责，未与最优比较"
OTHER = "不符合规则或有科室待安置，没有可比的最优上限"


def withdraw_bounds(apps: Any, schema_editor: Any) -> None:
    """A plan whose proof waits in its outcome breaks a rule, is split or has a bench: no bound."""
    plans = apps.get_model("mergers", "MergePlan").objects.filter(
        certificate__isnull=True, outcome__has_key="proof"
    )
    plans.filter(outcome__has_key="units").update(no_bound=MOVED)
    plans.exclude(outcome__has_key="units").update(bound=None, proven=False, no_bound=OTHER)


class Migration(migrations.Migration):
    dependencies = [("mergers", "0003_study_lines_today_structure_and_plan")]

    operations = [
        migrations.AddField(
            model_name="mergeplan",
            name="no_bound",
            field=models.CharField(blank=True, max_length=200, verbose_name="没有最优上限的原因"),
        ),
        migrations.RunPython(withdraw_bounds, migrations.RunPython.noop),
    ]
