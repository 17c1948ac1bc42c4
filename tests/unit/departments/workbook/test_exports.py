"""What we write: the filled template and the clerk's own workbook with its problems marked."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from departments.workbook.columns import TABLES
from departments.workbook.document import document
from departments.workbook.marking import mark_problems
from departments.workbook.reading import read_workbook
from departments.workbook.records import Reading, Row, Source
from departments.workbook.templates import build_template

SAMPLES = Path(__file__).parents[3] / "data" / "workbooks"
READABLE = sorted(
    path
    for path in SAMPLES.iterdir()
    if path.suffix != ".json" and not path.name.startswith("打不开")
)
NOWHERE = Source(None, 0)
NO_VALUES: tuple[Any, ...] = (None, (), {}, [])


def said(rows: Sequence[Row]) -> list[tuple[str | None, dict[str, Any]]]:
    """What the rows say, wherever they stand: an empty value says nothing."""
    return [
        (row.department, {n: v for n, v in row.values.items() if v not in NO_VALUES})
        for row in rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_an_export_reads_back_without_a_change(path: Path) -> None:
    first = read_workbook(path, path.name)
    again = read_workbook(build_template(first), "模板.xlsx")
    for table in TABLES:
        assert said(again.rows_of(table)) == said(first.rows_of(table))
    assert {problem.code for problem in again.problems} <= {"ambiguous_name"}


def test_the_empty_template_has_all_sheets_and_drop_downs() -> None:
    book = load_workbook(io.BytesIO(build_template()))
    assert book.sheetnames == ["部门", "科室", "职责", "工作量", "人员", "业务往来"]
    lists = {v.formula1 for v in book["人员"].data_validations.dataValidation}
    assert '"男,女"' in lists
    assert read_workbook(build_template(), "模板.xlsx").problems == ()


def test_text_that_looks_like_a_formula_is_neutralised_and_reads_back_unchanged() -> None:
    remark = '=HYPERLINK("http://example.invalid","点我")'
    office = {"section": "办公室"}
    duty = office | {"duty": "+负责文电", "duty_kind": "三定"}
    person = office | {"name": "张伟", "remark": "@SUM(A1)"}

    def rows(values: dict[str, Any]) -> tuple[Row, ...]:
        return (Row(NOWHERE, "示例市残联", values),)

    data = build_template(
        Reading(
            "",
            departments=rows({}),
            sections=rows(office | {"quota": 1, "remark": remark}),
            duties=rows(duty),
            staff=rows(person),
        )
    )
    for page in load_workbook(io.BytesIO(data)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@"))
    again = read_workbook(data, "模板.xlsx")
    assert again.sections[0].values["remark"] == remark
    assert [row.values["duty"] for row in again.duties] == ["+负责文电"]
    assert again.staff[0].values["remark"] == "@SUM(A1)"


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
    assert page["A1"].value == load_workbook(path)["内设机构"]["A1"].value
