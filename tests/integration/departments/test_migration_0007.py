"""Columns that people mapped before they had the models' names keep their meaning."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from departments.models import Region, WorkbookImport

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
OLD = {
    "work_start": "work_since",
    "post_since": "held_since",
    "status": "employment",
    "hours": "hours_per_unit",
    "count:2024": "counts:2024",
    "count": "counts",
    "duty_type": "duty_kind",
    "line": "lines",
    "section_code": "code",
    "handover": "note",
    "rank": "rank",
    "quota:行政": "quota:行政",
}
Migrate = Callable[[str], None]


@pytest.fixture
def migrate() -> Iterator[Migrate]:
    """Takes the database to a migration of departments; it ends at the newest one."""
    yield lambda name: call_command("migrate", "departments", name, verbosity=0)
    call_command("migrate", verbosity=0)  # other apps went back too


def make(region: Region, names: list[str | None], **more: Any) -> WorkbookImport:
    """An import with a decision and a column of its review for each name."""
    mapping = [["科室", f"列{place}", name] for place, name in enumerate(names)]
    columns = [
        {"index": place, "header": f"列{place}", "field": name, "known": True}
        for place, name in enumerate(names)
    ]
    return WorkbookImport.objects.create(
        region=region,
        uploaded_at="2026-01-02T03:04:05Z",
        file_name="科室.xlsx",
        choices={"mapping": mapping, "left_out": [["科室", 3]]},
        review={"sheets": [{"name": "科室", "columns": columns}], "counts": {"new": 1}},
        **more,
    )


def names_in(row: WorkbookImport) -> tuple[list[str | None], list[str | None]]:
    row.refresh_from_db()
    columns = row.review["sheets"][0]["columns"]
    return [name for _, _, name in row.choices["mapping"]], [c["field"] for c in columns]


def column_mappings() -> Any:
    """The model as it was then: it has got columns since."""
    state = MigrationExecutor(connection).loader.project_state(
        ("departments", "0006_imports_of_nobody")
    )
    return state.apps.get_model("departments", "ColumnMapping")


def mapped() -> list[str]:
    return list(column_mappings().objects.order_by("pk").values_list("field", flat=True))


def test_decisions_and_reviews_get_the_new_names_and_get_the_old_ones_back(migrate: Migrate):
    region = Region.objects.create(code="990000", name="示例市")
    migrate("0006_imports_of_nobody")
    for place, name in enumerate((*OLD, "")):
        column_mappings().objects.create(
            region_id=region.pk, table="sections", header=place, field=name
        )
    row = make(region, [*OLD, None])
    bare = WorkbookImport.objects.create(
        region=region, uploaded_at=row.uploaded_at, file_name="未读.xlsx"
    )

    migrate("0007_columns_by_the_models_names")
    assert mapped() == [*OLD.values(), ""]
    assert names_in(row) == ([*OLD.values(), None], [*OLD.values(), None])
    assert (row.choices["left_out"], row.review["counts"]) == ([["科室", 3]], {"new": 1})
    bare.refresh_from_db()
    assert (bare.choices, bare.review) == ({}, {})

    migrate("0006_imports_of_nobody")
    assert mapped() == [*OLD, ""]
    assert names_in(row) == ([*OLD, None], [*OLD, None])
