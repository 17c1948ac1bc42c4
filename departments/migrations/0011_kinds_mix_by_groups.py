"""A rule set says which kinds may mix, and which small sections are to be as few as possible.

That different kinds did not mix was the default, and so becomes the new one; a region that had
lifted it lets all kinds mix.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import departments.kind_groups

ALL = [["business", "enforcement", "general", "party"]]


def forwards(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    rule_sets = apps.get_model("departments", "RuleSet").objects
    rule_sets.filter(separate_kinds=False).update(kind_groups=ALL)


def backwards(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    rule_sets = apps.get_model("departments", "RuleSet").objects
    for pk, groups in rule_sets.values_list("pk", "kind_groups"):
        mixing = departments.kind_groups.mixes_all(groups)
        rule_sets.filter(pk=pk).update(separate_kinds=not mixing)


class Migration(migrations.Migration):
    dependencies = [("departments", "0010_columns_to_their_makers")]

    operations = [
        migrations.AddField(
            "ruleset",
            "kind_groups",
            models.JSONField(
                default=departments.kind_groups.usual_kind_groups,
                verbose_name="可以混合的科室类别",
            ),
        ),
        migrations.AddField(
            "ruleset",
            "fewest_small",
            models.PositiveSmallIntegerField(
                choices=[
                    (0, "不作要求"),
                    (1, "一人科先减到最少"),
                    (2, "一人科、两人科都先减到最少"),
                ],
                default=1,
                verbose_name="一人科、两人科",
            ),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField("ruleset", "separate_kinds"),
    ]
