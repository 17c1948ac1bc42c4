"""Plans and study lines say which parts of the score nothing was known about."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Row = dict[str, Any]


def unknown_in(problem: Row, baseline: Row) -> list[str]:
    """The parts that a plan could not be assessed by, from the sections that it is about."""
    gone = {item["duty"] for item in problem.get("transfers", ())}
    loads, duties = [], 0
    for one in problem.get("sections", ()):
        loads.append((one["people"], one["load_hours"]))
        duties += len(one["duties"])
    for one in () if "sections" in problem else baseline.get("sections", ()):
        hours = [value for duty, value in one["items"] if duty not in gone and value is not None]
        loads.append((one["people"], sum(hours) if hours else None))
        duties += sum(duty not in gone for duty, _ in one["duties"])
    known = [(people, hours) for people, hours in loads if hours is not None]
    weighed = sum(people for people, _ in known) > 0 and sum(hours for _, hours in known) > 0
    return [*(() if duties else ("overlap",)), *(() if weighed else ("balance",))]


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Plans of before keep their scores and proofs; what was not assessed is named from now on."""
    plans = apps.get_model("mergers", "MergePlan").objects.only("baseline", "problem")
    for plan in plans.order_by("pk").iterator(chunk_size=50):
        if "sections" in plan.problem or plan.baseline.get("sections"):
            plan.not_assessed = unknown_in(plan.problem, plan.baseline)
            plan.save(update_fields=["not_assessed"])


class Migration(migrations.Migration):
    dependencies = [("mergers", "0006_plans_keep_one_snapshot")]

    operations = [
        migrations.AddField(
            "mergeplan",
            "not_assessed",
            models.JSONField(default=list, verbose_name="未评估的分项"),
        ),
        migrations.AddField(
            "studyline",
            "not_assessed",
            models.JSONField(default=list, verbose_name="未评估的分项"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
