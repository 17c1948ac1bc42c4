"""Imports the 46-department workbook, beside django-import-export with the same rows in one run.

Run: make bench, or .venv/bin/python benchmarks/import_workbook.py (peers: benchmarks/requirements.txt)
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORKBOOK = ROOT / "departments" / "sample" / "市直46部门机构人员职责汇总.xlsx"
ROUNDS = 5


def prepare(folder: str) -> None:
    """Django on a freshly migrated SQLite file, or on DATABASE_URL when that is given."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bigsection.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def ours() -> dict[str, float]:
    """Seconds of each phase of one whole import that is rolled back at the end."""
    from django.db import transaction
    from django.utils import timezone

    from departments import importing
    from departments.actions.import_runs import take
    from departments.models import Region

    marks = [time.perf_counter()]
    reading = importing.read(WORKBOOK, WORKBOOK.name)
    marks.append(time.perf_counter())
    with transaction.atomic():
        region = Region.objects.create(code="990300", name="示范市")
        comparison = importing.compare(reading, region)
        importing.review_of(reading, comparison)
        importing.mark_of(comparison)
        marks.append(time.perf_counter())
        take(comparison, reading, region, subject=region, by=None, at=timezone.now())
        marks.append(time.perf_counter())
        transaction.set_rollback(True)
    phases = ("read and check", "diff", "write")
    spent = {name: b - a for name, a, b in zip(phases, marks, marks[1:], strict=False)}
    return spent | {"whole import": marks[-1] - marks[0]}


def rows_of(sheet: str) -> list[dict[str, str]]:
    """The rows of one sheet of the workbook by header, as the peer needs them."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(WORKBOOK)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def peer() -> dict[str, float]:
    """django-import-export with the sections and people of the same workbook: preview, then write.

    It resolves foreign keys with its own widgets, as its manual shows, and uses bulk writes.
    """
    import tablib
    from django.db import transaction
    from import_export import fields, resources, widgets

    from departments.models import Department, Region, Section, StaffMember

    class SectionResource(resources.ModelResource):
        department = fields.Field(
            column_name="部门名称*",
            attribute="department",
            widget=widgets.ForeignKeyWidget(Department, "name"),
        )
        name = fields.Field(column_name="科室名称*", attribute="name")
        headcount = fields.Field(column_name="实有人数", attribute="headcount")

        class Meta:
            model = Section
            fields = ("department", "name", "headcount")
            import_id_fields = ("department", "name")
            use_bulk = True

    class StaffResource(resources.ModelResource):
        department = fields.Field(
            column_name="部门名称*",
            attribute="department",
            widget=widgets.ForeignKeyWidget(Department, "name"),
        )
        name = fields.Field(column_name="姓名*", attribute="name")
        id_number = fields.Field(column_name="身份证号", attribute="id_number")
        rank = fields.Field(column_name="职级", attribute="rank")

        class Meta:
            model = StaffMember
            fields = ("department", "name", "id_number", "rank")
            import_id_fields = ("id_number", "name")
            use_bulk = True

    start = time.perf_counter()
    with transaction.atomic():
        region = Region.objects.create(code="990400", name="示范市")
        names = dict.fromkeys(row["部门名称*"] for row in rows_of("科室"))
        Department.objects.bulk_create(Department(region=region, name=name) for name in names)
        for resource, sheet, wanted in (
            (SectionResource(), "科室", ("部门名称*", "科室名称*", "实有人数")),
            (StaffResource(), "人员", ("部门名称*", "姓名*", "身份证号", "职级")),
        ):
            rows = [[row[column] for column in wanted] for row in rows_of(sheet)]
            data = tablib.Dataset(*rows, headers=wanted)
            resource.import_data(data, dry_run=True)
            resource.import_data(data, dry_run=False)
        transaction.set_rollback(True)
    return {
        "django-import-export: preview and write (科室, 人员 only)": time.perf_counter() - start
    }


def main() -> None:
    """Print medians in seconds and the ratio of the peer to ours."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        runs = [ours() for _ in range(ROUNDS)]
        medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        for name, seconds in medians.items():
            print(f"{name:<56}{seconds:8.3f} s")
        for name, seconds in peer().items():
            ratio = seconds / medians["whole import"]
            print(f"{name:<56}{seconds:8.3f} s  {ratio:.1f} times ours (all five sheets)")


if __name__ == "__main__":
    main()
