"""What we write: the filled template and the clerk's own workbook with its problems marked."""

import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from departments.workbook.document import document
from departments.workbook.marking import mark_problems
from departments.workbook.reading import read_workbook
from departments.workbook.records import DepartmentRow, DutyRow, SectionRow, Source, StaffRow
from departments.workbook.templates import build_template

SAMPLES = Path(__file__).parents[3] / "data" / "workbooks"
READABLE = sorted(
    path
    for path in SAMPLES.iterdir()
    if path.suffix != ".json" and not path.name.startswith("打不开")
)
NOWHERE = Source(None, 0)


def without_sources(item: Any) -> Any:
    if isinstance(item, Source):
        return None
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return {f.name: without_sources(getattr(item, f.name)) for f in dataclasses.fields(item)}
    if isinstance(item, tuple):
        return [without_sources(part) for part in item]
    return item


@pytest.mark.slow
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_an_export_reads_back_without_a_change(path: Path) -> None:
    first = read_workbook(path, path.name)
    again = read_workbook(build_template(first.departments, first.staff), "模板.xlsx")
    assert without_sources(again.departments) == without_sources(first.departments)
    assert without_sources(again.staff) == without_sources(first.staff)
    assert {problem.code for problem in again.problems} <= {"ambiguous_name"}


def test_the_empty_template_has_all_sheets_and_drop_downs() -> None:
    book = load_workbook(io.BytesIO(build_template()))
    assert book.sheetnames == ["部门", "科室", "职责", "工作量", "人员", "业务往来"]
    lists = {v.formula1 for v in book["人员"].data_validations.dataValidation}
    assert '"男,女"' in lists
    assert read_workbook(build_template(), "模板.xlsx").problems == ()


def test_text_that_looks_like_a_formula_is_neutralised_and_reads_back_unchanged() -> None:
    remark = '=HYPERLINK("http://example.invalid","点我")'
    section = SectionRow("示例市残联", "办公室", NOWHERE, quota=1, remark=remark,
                         duties=(DutyRow("示例市残联", "办公室", "+负责文电", "三定", NOWHERE),))  # fmt: skip
    person = StaffRow("张伟", "示例市残联", "办公室", *[None] * 12, "@SUM(A1)", NOWHERE)
    data = build_template([DepartmentRow("示例市残联", NOWHERE, sections=(section,))], [person])
    for page in load_workbook(io.BytesIO(data)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@"))
    again = read_workbook(data, "模板.xlsx")
    assert again.departments[0].sections[0].remark == remark
    assert [duty.text for duty in again.departments[0].sections[0].duties] == ["+负责文电"]
    assert again.staff[0].remark == "@SUM(A1)"


@pytest.mark.slow
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_marking_keeps_the_workbook_readable_and_names_every_problem_in_its_row(path: Path) -> None:
    reading = read_workbook(path, path.name)
    marked = mark_problems(path.read_bytes(), reading.problems)
    again = read_workbook(marked, path.name)
    assert document(again)["departments"] == document(reading)["departments"]
    assert len(again.staff) == len(reading.staff)
    assert [(p.code, p.sheet or "Sheet1", p.row) for p in again.problems] == [
        (p.code, p.sheet or "Sheet1", p.row) for p in reading.problems
    ]


def test_the_problem_cell_is_coloured_and_the_last_column_says_what_to_do() -> None:
    path = SAMPLES / "财政局内设机构编制情况表.xlsx"
    reading = read_workbook(path, path.name)
    page = load_workbook(io.BytesIO(mark_problems(path.read_bytes(), reading.problems)))["内设机构"]
    assert page["K26"].fill.fgColor.rgb == "00F8CBAD"
    assert page["P4"].value == "问题"
    assert "-1" in page["P26"].value
    assert page["A1"].value == "示例市财政局内设机构及人员编制情况表"
