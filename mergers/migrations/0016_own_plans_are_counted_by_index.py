"""Counts a person's own plans of a region without reading the plans, which are large."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mergers", "0015_lists_of_plans_by_index")]

    operations = [
        migrations.RemoveIndex(model_name="mergeplan", name="plan_of_author_newest"),
        migrations.AddIndex(
            model_name="mergeplan",
            index=models.Index(
                fields=["author", "status", "-created_at", "-id", "department"],
                name="plan_of_author_newest",
            ),
        ),
    ]
