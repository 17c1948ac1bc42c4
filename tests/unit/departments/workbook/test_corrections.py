"""Corrected cells, the cells that problems mean, and the first values of every column."""

import io

import openpyxl
import pytest

from departments.workbook.errors import WorkbookError
from departments.workbook.reading import read_workbook


def sheet(*rows: list[object], merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for block in merges:
        book.active.merge_cells(block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SECTIONS = sheet(
    ["科室名称", "核定编制", "实有人数", "正职职数"],
    ["办公室", 5, 4, 1],
    ["人事科", "若干", 3, 1],
    ["财务科", 3, 2.5, 1],
)


def test_a_problem_names_its_cell_by_number_and_field() -> None:
    problems = read_workbook(SECTIONS, "科室.xlsx", department="甲局").problems
    assert [(p.row, p.column_index, p.field) for p in problems] == [
        (3, 2, "quota"),
        (4, 3, "headcount"),
    ]


def test_correcting_the_cells_that_problems_name_leaves_no_problem() -> None:
    problems = read_workbook(SECTIONS, "科室.xlsx", department="甲局").problems
    cells = {(p.sheet, p.row, p.column_index or 0): "2" for p in problems}
    assert read_workbook(SECTIONS, "科室.xlsx", department="甲局", corrections=cells).problems == ()


@pytest.mark.parametrize("row", [2, 3])
def test_a_correction_anywhere_in_a_merged_block_changes_the_block(row: int) -> None:
    data = sheet(
        ["科室名称", "姓名", "性别", "出生年月"],
        ["办公室", "赵一", "男", "1980.01"],
        ["", "钱二", "女", "1981.02"],
        ["人事科", "孙三", "男", "1982.03"],
        merges=("A2:A3",),
    )
    read = read_workbook(data, "名册.xlsx", corrections={("Sheet", row, 1): "综合科"})
    assert [person.values["section"] for person in read.staff] == ["综合科", "综合科", "人事科"]


def test_columns_show_their_first_values_once_each() -> None:
    columns = read_workbook(SECTIONS, "科室.xlsx", department="甲局").sheets[0].columns
    assert {c.header: c.samples for c in columns} == {
        "科室名称": ("办公室", "人事科", "财务科"),
        "核定编制": ("5", "若干", "3"),
        "实有人数": ("4", "3", "2.5"),
        "正职职数": ("1",),
    }


def test_a_column_without_a_header_can_be_mapped_by_its_number() -> None:
    data = sheet(
        ["姓名", "性别", "出生年月", ""],
        ["赵一", "男", "1980.01", "甲类事务"],
        ["钱二", "女", "1981.02", "乙类事务"],
        ["孙三", "男", "1982.03", "丙类事务"],
    )
    found = read_workbook(data, "名册.xlsx").sheets[0].columns[-1]
    assert (found.index, found.header, found.field, found.known) == (4, "", None, False)
    read = read_workbook(data, "名册.xlsx", overrides={"Sheet": {"第4列": "remark"}})
    assert [person.values["remark"] for person in read.staff] == [
        "甲类事务",
        "乙类事务",
        "丙类事务",
    ]


@pytest.mark.parametrize("text", ["今天开会。", "今天开会，讨论机构改革", "第一行\n第二行\n第三行"])
def test_prose_is_no_workbook(text: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(text.encode(), "通知.xlsx")
    assert refused.value.code == "no_table"


def test_a_csv_with_one_row_of_headers_is_a_table() -> None:
    read = read_workbook("科室名称,核定编制,实有人数\n".encode(), "科室.csv")
    assert [sheet.table for sheet in read.sheets] == ["sections"]
