"""Plans keep their sections once, in the baseline; the problem keeps what was asked over them."""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Row = dict[str, Any]


def items_of_today(apps: Apps, plan: Any) -> dict[int, list[list[Any]]]:
    """For every section of a plan that froze no work items the duty and yearly hours of each."""
    sections = plan.baseline["sections"]
    found: dict[int, list[list[Any]]] = {item["id"]: [] for item in sections}
    if all("items" in item for item in sections):
        return found
    items = apps.get_model("departments", "WorkItem").objects.filter(section__in=found)
    for item in items.filter(duty__ended_on=None).order_by("position", "pk"):
        counts = [float(count) for count in item.counts.values() if count is not None]
        known = counts and item.hours_per_unit is not None
        hours = sum(counts) / len(counts) * item.hours_per_unit if known else None
        found[item.section_id].append([item.duty_id, hours])
    return found


def as_snapshot(frozen: Row, solved: Row, today: list[list[Any]]) -> Row:
    """A section of a baseline with what only the problem knew of it.

    Versions before this one may not have frozen its people or its work items. Items of ``today``
    that make the load of then stand for those; else the load is one item of no single duty.
    """
    section = {name: value for name, value in frozen.items() if name != "load_hours"}
    load = solved.get("load_hours")
    section.setdefault("people", int(solved.get("people", frozen["headcount"] or 0)))
    hours = [value for _, value in today if value is not None]
    as_then = (sum(hours) if hours else None) == load
    section.setdefault("items", today if as_then else [[None, load]])
    return section | {"posts": int(solved.get("posts", 0))}


def as_solved(section: Row, gone: set[int]) -> Row:
    """The section of the problem that follows from a snapshot."""
    hours = [value for duty, value in section["items"] if duty not in gone and value is not None]
    return {
        "id": str(section["id"]),
        "name": section["name"],
        "lines": section["lines"],
        "kind": section["kind"] or "business",
        "people": section["people"],
        "load_hours": sum(hours) if hours else None,
        "posts": section["posts"],
        "duties": [text for duty, text in section["duties"] if duty not in gone],
    }


def _plans(apps: Apps) -> Iterator[Any]:
    plans = apps.get_model("mergers", "MergePlan").objects.only("baseline", "problem")
    return plans.order_by("pk").iterator(chunk_size=50)


def once(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the sections out of every problem; one that a snapshot would not give back stays."""
    for plan in _plans(apps):
        solved = {item["id"]: item for item in plan.problem.get("sections", ())}
        if not plan.baseline.get("sections"):
            continue
        gone = {item["duty"] for item in plan.problem.get("transfers", ())}
        today = items_of_today(apps, plan)
        plan.baseline["sections"] = [
            as_snapshot(item, solved.get(str(item["id"]), {}), today[item["id"]])
            for item in plan.baseline["sections"]
        ]
        derived = [as_solved(item, gone) for item in plan.baseline["sections"]]
        if derived == plan.problem.get("sections"):
            del plan.problem["sections"]
        plan.save(update_fields=["baseline", "problem"])


def twice(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the sections into the problems again."""
    for plan in _plans(apps):
        sections = plan.baseline.get("sections", [])
        gone = {item["duty"] for item in plan.problem.get("transfers", ())}
        if sections:
            plan.problem = {"sections": [as_solved(one, gone) for one in sections], **plan.problem}
        for section in sections:
            del section["posts"]
            section["load_hours"] = sum(hours or 0 for _, hours in section["items"])
        plan.save(update_fields=["baseline", "problem"])


class Migration(migrations.Migration):
    dependencies = [("mergers", "0005_study_lines_know_their_settings")]

    operations = [migrations.RunPython(once, twice)]
