"""Remembered columns go to those whose imports made them; of unknown origin, to nobody."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from departments.models import ColumnMapping, Region, WorkbookImport
from tests.factories import DepartmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
BEFORE = ("departments", "0008_region_calibration")


def test_every_mapping_finds_its_makers() -> None:
    region = Region.objects.create(code="990000", name="示例市")
    one, other = DepartmentFactory.create_batch(2, region=region)
    call_command("migrate", *BEFORE, verbosity=0)
    try:
        past = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        mappings = past.get_model("departments", "ColumnMapping").objects
        for header in ("本部门的", "两个部门的", "全地区的", "不知谁的", "未确认的"):
            mappings.create(region_id=region.pk, table="staff", header=header, field="rank")
        made = (
            (one, "applied", ["本部门的", "两个部门的"]),
            (other, "undone", ["两个部门的"]),
            (None, "applied", ["全地区的"]),
            (other, "review", ["未确认的"]),
        )
        for department, status, headers in made:
            WorkbookImport.objects.create(
                region=region,
                department=department,
                status=status,
                uploaded_at="2026-01-02T03:04:05Z",
                file_name="名册.xlsx",
                choices={"mapping": [["名册", header, "rank"] for header in headers]},
                review={"sheets": [{"name": "名册", "table": "staff"}]},
            )
    finally:
        call_command("migrate", verbosity=0)  # other apps went back too
    kept = set(ColumnMapping.objects.values_list("header", "department"))
    assert kept == {
        ("本部门的", one.pk),
        ("两个部门的", one.pk),
        ("两个部门的", other.pk),
        ("全地区的", None),
    }
