"""Rows that cannot be written are named with the reason; the rest of the file is imported."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from departments import importing
from departments.actions.import_runs import take
from departments.importing.choices import Choices
from departments.models import Department, Duty, Region, Section, StaffMember
from tests.factories.work import NOON

pytestmark = pytest.mark.django_db

SECTIONS = ["部门", "科室名称", "科室类别", "编制数", "备注"]
DUTIES = ["部门", "科室名称", "职责"]
STAFF = ["部门", "科室", "姓名", "职务"]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook with the given rows under each sheet's usual header."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, header in (("科室", SECTIONS), ("职责", DUTIES), ("人员", STAFF)):
        sheet = book.create_sheet(name)
        for row in (header, *sheets.get(name, [])):
            sheet.append(row)
    book.save(path / "科室.xlsx")
    return path / "科室.xlsx"


def import_file(path: Path, region: Region, choices: Choices | None = None) -> dict[str, list[str]]:
    """Import a file; the reasons of the rejected rows by table."""
    reading = importing.read(path, path.name)
    comparison = importing.compare(reading, region, choices=choices)
    take(comparison, reading, region, subject=region, by=None, at=NOON)
    return {
        table.table: [row.file.reason for row in table.having("rejected")]
        for table in comparison.tables()
        if table.having("rejected")
    }


def test_a_section_name_that_the_database_cannot_keep_is_refused_with_what_hangs_on_it(
    tmp_path: Path, region: Region
) -> None:
    long = "很" * 130 + "科"
    path = workbook(
        tmp_path,
        科室=[["示例局", long, "业务", 3, ""], ["示例局", "办公室", "综合", 4, ""]],
        职责=[["示例局", long, "承担甲项工作"], ["示例局", "办公室", "负责文电运转"]],
        人员=[["示例局", long, "张三", "科长"], ["示例局", "办公室", "李四", "主任"]],
    )
    assert import_file(path, region) == {
        "sections": ["名称有 131 字，最多 120 字，请缩短"],
        "duties": [f"所在科室“{long[:20]}”没有导入"],
        "staff": [f"所在科室“{long[:20]}”没有导入"],
    }
    assert list(Section.objects.values_list("name", flat=True)) == ["办公室"]
    assert list(Duty.objects.values_list("text", flat=True)) == ["负责文电运转"]
    assert list(StaffMember.objects.values_list("name", flat=True)) == ["李四"]


def test_a_name_of_exactly_the_length_is_kept(tmp_path: Path, region: Region) -> None:
    name = "长" * 119 + "科"
    path = workbook(tmp_path, 科室=[["示例局", name, "业务", 3, "注" * 500]])
    assert import_file(path, region) == {}
    assert Section.objects.get().name == name


def test_a_remark_that_is_too_long_is_named(tmp_path: Path, region: Region) -> None:
    path = workbook(tmp_path, 科室=[["示例局", "人事科", "业务", 3, "注" * 501]])
    assert import_file(path, region) == {"sections": ["备注有 501 字，最多 500 字，请缩短"]}


def test_a_department_name_that_is_too_long_takes_its_rows_with_it(
    tmp_path: Path, region: Region
) -> None:
    path = workbook(tmp_path, 科室=[["示" * 125 + "局", "人事科", "业务", 3, ""]])
    refused = import_file(path, region)
    assert {table: len(reasons) for table, reasons in refused.items()} == {
        "departments": 1,
        "sections": 1,
    }
    assert "126" in refused["departments"][0]
    assert not Department.objects.exists()


def test_what_hangs_on_a_row_left_out_is_not_written_either(tmp_path: Path, region: Region) -> None:
    path = workbook(
        tmp_path,
        科室=[["示例局", "人事科", "业务", 3, ""], ["示例局", "办公室", "综合", 4, ""]],
        职责=[["示例局", "人事科", "承担人事管理工作"]],
    )
    choices = Choices(left_out=frozenset({("科室", 2)}))
    (reason,) = import_file(path, region, choices).pop("duties")
    assert "“人事科”" in reason
    assert list(Section.objects.values_list("name", flat=True)) == ["办公室"]
