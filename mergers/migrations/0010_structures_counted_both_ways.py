"""Plans keep how many units work before, and how many sections stand after them."""

from collections import Counter

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Count what older plans are about, and what they leave standing."""
    plans = apps.get_model("mergers", "MergePlan").objects.only(
        "baseline", "sections_before", "sections_after"
    )
    placements = apps.get_model("mergers", "Placement").objects
    for plan in plans.order_by("pk").iterator(chunk_size=50):
        sections = plan.baseline.get("sections", ())
        grouped = [one["group"] for one in sections if one.get("group")]
        plan.units_before = plan.sections_before - len(grouped) + len(set(grouped))
        homes = placements.filter(plan=plan, big_section__isnull=False)
        beside = homes.exclude(big_section__mode="merge").values_list("big_section", flat=True)
        more = sum(members - 1 for members in Counter(beside).values())
        plan.standing_after = plan.sections_after + more
        plan.save(update_fields=["units_before", "standing_after"])


class Migration(migrations.Migration):
    dependencies = [("mergers", "0009_first_calibrations")]

    operations = [
        migrations.AddField(
            "mergeplan",
            "units_before",
            models.PositiveIntegerField(default=0, verbose_name="现有大科室数"),
        ),
        migrations.AddField(
            "mergeplan",
            "standing_after",
            models.PositiveIntegerField(default=0, verbose_name="整合后保留科室数"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
