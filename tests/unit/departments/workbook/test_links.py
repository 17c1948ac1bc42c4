"""Links between sections: which sheets they are read from, and what is wrong with a row."""

import io
from collections.abc import Sequence
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from departments.workbook.columns import COLUMNS
from departments.workbook.document import document
from departments.workbook.marking import mark_problems
from departments.workbook.reading import read_workbook
from departments.workbook.records import Reading, Source
from departments.workbook.records import Row as Read
from departments.workbook.templates import build_template
from departments.workbook.values import read_strength

BUREAU = "示例市财政局"
HEADER = ("部门", "科室", "往来科室", "强度", "往来事项")
Row = Sequence[str | float | None]

NAMES = ("section", "partner", "strength", "note")
LINK = itemgetter(*NAMES)


def book_of(*rows: Row, merges: Sequence[str] = (), listed: Sequence[str] = ()) -> bytes:
    """A workbook with a sheet of links and, if sections are listed, a list of them."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "业务往来"
    for row in rows:
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    if listed:
        sheet = book.create_sheet("科室")
        sheet.append(("部门名称", "科室名称", "科室类别", "核定编制"))
        for name in listed:
            sheet.append((BUREAU, name, "业务", 3))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: Row, merges: Sequence[str] = (), listed: Sequence[str] = ()) -> Reading:
    return read_workbook(book_of(*rows, merges=merges, listed=listed), "往来.xlsx")


def pairs(reading: Reading) -> list[tuple[str, str, float | None, str | None]]:
    return [LINK(link.values) for link in reading.links]


def codes(reading: Reading) -> list[tuple[str, int, str | None]]:
    return [(problem.code, problem.row, problem.column) for problem in reading.problems]


def test_a_row_says_two_sections_how_much_passes_between_them_and_what() -> None:
    reading = read(HEADER, (BUREAU, "预算科", "国库科", 0.8, "指标下达与支付"))
    assert pairs(reading) == [("预算科", "国库科", 0.8, "指标下达与支付")]
    assert [link[:2] for link in reading.links] == [(Source("业务往来", 2), BUREAU)]
    assert reading.problems == ()
    assert reading.departments == ()  # links refer to sections, they make none
    assert [sheet.table for sheet in reading.sheets] == ["links"]


@pytest.mark.parametrize(
    ("place", "wording"),
    [(1, "科室"), (1, "科室名称")]
    + [
        (place, wording)
        for place, name in enumerate(NAMES, start=1)
        for column in COLUMNS
        if column.name == name
        for wording in column.in_links.split()
    ],
)
def test_every_wording_of_a_header_is_known(place: int, wording: str) -> None:
    header = [*HEADER[:place], wording, *HEADER[place + 1 :]]
    reading = read(header, (BUREAU, "预算科", "国库科", "80%", "指标下达"))
    assert pairs(reading) == [("预算科", "国库科", 0.8, "指标下达")]
    assert reading.problems == ()


def test_the_department_may_stand_in_the_title_alone() -> None:
    reading = read(
        ("示例市财政局科室业务往来情况表",),
        ("序号", "甲方科室", "乙方科室", "紧密程度", "业务环节"),
        (1, "预算科", "国库科", "主要", "指标"),
        merges=("A1:E1",),
    )
    assert [link.department for link in reading.links] == [BUREAU]
    assert reading.problems == ()


def test_merged_and_left_out_sections_go_on_with_the_row_above() -> None:
    rows = (
        HEADER,
        (BUREAU, "预算科", "国库科", "主要", "指标"),
        (None, None, "社保科", "偶尔", "测算"),
        (None, "国库科", "社保科", "经常", "拨款"),
        (None, None, "农业科", "经常", None),
    )
    expected = [
        ("预算科", "国库科", 0.9, "指标"),
        ("预算科", "社保科", 0.3, "测算"),
        ("国库科", "社保科", 0.6, "拨款"),
        ("国库科", "农业科", 0.6, None),
    ]
    assert pairs(read(*rows)) == expected
    assert pairs(read(*rows, merges=("A2:A5", "B2:B3", "B4:B5"))) == expected


def test_a_merged_strength_holds_for_every_row_of_the_block_and_a_blank_one_for_none() -> None:
    rows = (
        HEADER,
        (BUREAU, "预算科", "国库科", 0.5, "指标"),
        (BUREAU, "预算科", "社保科", None, "测算"),
        (BUREAU, "预算科", "农业科", None, "测算"),
    )
    reading = read(*rows, merges=("D2:D3",))
    assert [link.values["strength"] for link in reading.links] == [0.5, 0.5, None]
    assert codes(reading) == [("no_strength", 4, "强度")]


def test_a_table_without_a_strength_is_asked_about_once() -> None:
    reading = read(HEADER[:3], (BUREAU, "预算科", "国库科"), (BUREAU, "预算科", "社保科"))
    assert [link.values["strength"] for link in reading.links] == [None, None]
    assert codes(reading) == [("no_strength", 1, None)]


@pytest.mark.parametrize("written", ["0.8", "０．８", "80%", "８０％", ".8", " 0.8 "])
def test_a_strength_is_read_however_it_is_typed(written: str) -> None:
    assert read_strength(written).value == 0.8


def test_plain_numbers_under_a_header_in_percent_are_percentages() -> None:
    header = (*HEADER[:3], "强度（%）")
    reading = read(header, (BUREAU, "预算科", "国库科", 85))
    assert pairs(reading) == [("预算科", "国库科", 0.85, None)]


@given(st.floats(min_value=1e-6, max_value=1))
def test_any_strength_reads_the_same_as_number_as_text_and_as_percentage(value: float) -> None:
    as_number = read_strength(value).value
    assert as_number == pytest.approx(value, abs=1e-6)
    assert read_strength(f"{value:.10f}").value == pytest.approx(value, abs=2e-6)
    assert read_strength(f"{value * 100:.8f}%").value == pytest.approx(value, abs=2e-6)


@given(st.one_of(st.text(max_size=12), st.floats(), st.integers()))
def test_whatever_stands_there_a_strength_is_between_0_and_1_or_a_reason(cell: str | float) -> None:
    figure = read_strength(cell)
    assert (figure.value is None) or (figure.code is None and 0 < figure.value <= 1)
    assert figure.code in (None, "bad_number", "text_in_number")


def test_the_words_stand_for_much_some_and_little() -> None:
    assert [read_strength(word).value for word in ("主要", "经常", "偶尔")] == [0.9, 0.6, 0.3]
    assert read_strength("经常（每周）").value == 0.6


@pytest.mark.parametrize("written", [0, 1.2, -0.5, "120%", "无", "—", "看情况"])
def test_a_strength_that_cannot_be_rejects_its_row(written: str | float) -> None:
    reading = read(HEADER, (BUREAU, "预算科", "国库科", written, "指标"))
    assert reading.links == ()
    assert codes(reading) == [("bad_number", 2, "强度")]
    assert reading.problems[0].severity == "error"
    assert len(reading.unread) == 1


def test_a_section_that_the_workbook_does_not_list_is_unknown() -> None:
    reading = read(
        HEADER,
        (BUREAU, "预算科", "国库科", 0.5, ""),
        (BUREAU, "预算科", "外经科", 0.5, ""),
        (BUREAU, "外经科", "国库科", 0.5, ""),
        listed=("预算科", "国库科"),
    )
    assert pairs(reading) == [("预算科", "国库科", 0.5, None)]
    assert codes(reading) == [("unknown_section", 3, "往来科室"), ("unknown_section", 4, "科室")]


def test_a_section_is_found_under_any_spelling_the_workbook_knows() -> None:
    rows = (HEADER, (BUREAU, "1.预 算 科", "人事科", 0.5, ""))
    reading = read(*rows, listed=("预算科", "人事科（党办）"))
    assert [pair[:2] for pair in pairs(reading)] == [("预算科", "人事科（党办）")]


def test_the_leaders_are_no_section_to_pass_work_to() -> None:
    reading = read(HEADER, (BUREAU, "预算科", "局领导", 0.5, "请示"))
    assert codes(reading) == [("unknown_section", 2, "往来科室")]


def test_a_section_has_no_link_with_itself() -> None:
    reading = read(HEADER, (BUREAU, "预算科", "预 算 科", 0.5, "指标"))
    assert reading.links == ()
    assert codes(reading) == [("same_section", 2, "往来科室")]


@pytest.mark.parametrize("gap", [1, 2])
def test_a_row_that_lacks_a_section_says_which(gap: int) -> None:
    row: list[str | float | None] = [BUREAU, "预算科", "国库科", 0.5, "指标"]
    row[gap] = None
    full = [(BUREAU, f"{name}科", "人事科", 0.4, "人员") for name in "甲乙丙丁戊己"]
    reading = read(HEADER, row, *full)
    assert codes(reading) == [("required_missing", 2, HEADER[gap])]
    assert len(reading.links) == 6


def test_the_same_pair_in_both_directions_is_one_link_with_both_matters() -> None:
    reading = read(
        HEADER,
        (BUREAU, "预算科", "国库科", 0.5, "指标下达"),
        (BUREAU, "国库科", "预算科", 0.5, "执行进度"),
        (BUREAU, "国库科", "预算科", 0.5, "指标下达"),
    )
    assert pairs(reading) == [("预算科", "国库科", 0.5, "指标下达；执行进度")]
    assert reading.problems == ()


def test_the_same_pair_with_another_strength_is_reported_with_both_figures() -> None:
    reading = read(
        HEADER,
        (BUREAU, "预算科", "国库科", "主要", "指标"),
        (BUREAU, "国库科", "预算科", "偶尔", "进度"),
    )
    assert pairs(reading) == [("预算科", "国库科", 0.9, "指标")]
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.rejected) == ("duplicate", 3, True)
    assert "0.9 与 0.3" in problem.message


def test_two_departments_may_have_the_same_pair() -> None:
    reading = read(
        HEADER,
        (BUREAU, "办公室", "人事科", 0.5, ""),
        ("示例市教育局", "办公室", "人事科", 0.3, ""),
    )
    assert [link.department for link in reading.links] == [BUREAU, "示例市教育局"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (("科室", "职责", "对口科室"), ("预算科", "编制年度市级预算草案", "省厅预算处"), "duties"),
        (("科室", "姓名", "性别", "对口科室"), ("预算科", "张伟", "男", "国库科"), "staff"),
        (("科室", "核定编制", "实有人数", "对口科室"), ("预算科", 3, 2, "国库科"), "sections"),
        (("科室", "职责", "工作事项", "频次"), ("预算科", "编制预算", "编制", 12), "workload"),
    ],
)
def test_other_tables_that_also_name_a_partner_or_a_frequency_stay_what_they_are(
    header: Row, row: Row, kind: str
) -> None:
    reading = read((f"{BUREAU}一览表",), header, row, row)
    assert [sheet.table for sheet in reading.sheets] == [kind]
    assert reading.links == ()


def test_the_printed_document_has_links_only_where_a_sheet_has_them() -> None:
    with_links = read(HEADER, (BUREAU, "预算科", "国库科", 0.8, "指标"))
    assert document(with_links)["links"] == [
        {
            "department": BUREAU,
            "section": "预算科",
            "partner": "国库科",
            "strength": 0.8,
            "note": "指标",
        }
    ]
    assert "links" not in document(Reading("科室.xlsx"))


def test_a_person_may_map_the_columns_of_any_sheet() -> None:
    data = book_of(("科室", "伙伴", "分量", "说明"), ("预算科", "国库科", 0.4, "指标"))
    mapping = {"业务往来": {"伙伴": "partner", "分量": "strength", "说明": "note"}}
    reading = read_workbook(data, "往来.xlsx", department=BUREAU, overrides=mapping)
    assert pairs(reading) == [("预算科", "国库科", 0.4, "指标")]


def test_an_export_of_links_reads_back_without_a_change_and_runs_no_formula() -> None:
    links = [
        ("预算科", "国库科", 0.333333, '=HYPERLINK("http://example.invalid")'),
        ("预算科", "社保科", 1.0, None),
    ]
    rows = [Read(Source(None, 0), BUREAU, dict(zip(NAMES, link, strict=True))) for link in links]
    data = build_template(Reading("", links=tuple(rows)))
    cells = [
        cell for row in load_workbook(io.BytesIO(data))["业务往来"].iter_rows() for cell in row
    ]
    assert all(cell.data_type != "f" for cell in cells)
    again = read_workbook(data, "模板.xlsx")
    assert pairs(again) == links
    assert {link.department for link in again.links} == {BUREAU}
    assert again.problems == ()


def test_the_problems_of_links_are_marked_in_the_clerks_own_workbook() -> None:
    data = book_of(HEADER, (BUREAU, "预算科", "国库科", 7, "指标"))
    reading = read_workbook(data, "往来.xlsx")
    page = load_workbook(io.BytesIO(mark_problems(data, reading.problems)))["业务往来"]
    assert page["D2"].fill.fgColor.rgb == "00F8CBAD"
    assert str(page["F2"].value).startswith("“7”应大于 0、不超过 1")
