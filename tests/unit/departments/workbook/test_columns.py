"""The one table of columns: a line more is a column more, and what was published keeps its name."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from departments.importing.columns import column_words, options_for
from departments.importing.fields import MODELS, kept_columns
from departments.workbook.cell_texts import plain_text
from departments.workbook.columns import COLUMNS, Column, columns_of
from departments.workbook.document import document
from departments.workbook.reading import read_workbook
from departments.workbook.templates import build_template
from tests.unit.departments.workbook.patching import more_columns

BADGE = Column(
    "badge",
    "工牌号",
    "工牌号 胸牌编码",
    {"staff": ("工牌号", 12), "sections": ("工牌号", 12)},
    choices=("甲", "乙"),
    read=plain_text,
)


@pytest.fixture
def badge() -> Iterator[None]:
    """A table of columns with one line more."""
    with more_columns(BADGE):
        yield


def book(*rows: tuple[str | int, ...]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def roster(header: str) -> bytes:
    return book(("单位", "姓名", header), ("示例市档案局", "张伟", "甲"))


def field_of(header: str) -> str | None:
    return read_workbook(roster(header), "名册.xlsx").sheets[0].columns[2].field


@pytest.mark.parametrize("header", ["工牌号", "胸牌编码", "工 牌号*", "胸牌编码（必填）"])
def test_a_new_line_makes_its_wordings_known(header: str, badge: None) -> None:
    assert field_of(header) == "badge"


def test_without_the_line_nobody_knows_the_header() -> None:
    assert field_of("工牌号") is None


def test_a_new_line_is_offered_on_the_mapping_page(badge: None) -> None:
    assert "badge" in options_for("staff", ())[0]
    assert "badge" in options_for("quota", ())[1]
    assert column_words("badge") == "工牌号"


def test_a_new_line_is_a_column_of_the_template_with_its_choices(badge: None) -> None:
    page = load_workbook(io.BytesIO(build_template()))["人员"]
    assert [cell.value for cell in page[1]][-1] == "工牌号"
    assert '"甲,乙"' in {v.formula1 for v in page.data_validations.dataValidation}


def test_a_new_line_is_read_into_the_rows_of_its_tables_and_written_into_the_template(
    badge: None,
) -> None:
    reading = read_workbook(roster("胸牌编码"), "名册.xlsx")
    assert reading.staff[0].values["badge"] == "甲"
    again = read_workbook(build_template(reading), "模板.xlsx")
    assert [row.values["badge"] for row in again.staff] == ["甲"]
    table = book(("科室名称", "核定编制", "工牌号"), ("办公室", 3, "乙"), ("人事科", 2, "—"))
    reading = read_workbook(table, "示例市档案局.xlsx")
    assert [row.values["badge"] for row in reading.sections] == ["乙", None]


def test_a_line_without_a_label_is_understood_and_ignored() -> None:
    reading = read_workbook(roster("籍贯"), "名册.xlsx")
    assert reading.sheets[0].ignored_columns == ("籍贯",)
    assert reading.problems == ()


def test_no_name_and_no_wording_of_a_column_stands_twice() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    for column in COLUMNS:
        words = column.wordings.split()
        assert len(set(words)) == len(words)


def test_every_heading_of_the_template_means_its_own_column() -> None:
    """Of a sheet as a whole: 来源 alone may mean several things, beside 具体事项 only one."""
    reading = read_workbook(build_template(), "模板.xlsx")
    found = {column.field for sheet in reading.sheets for column in sheet.columns}
    headed = {column.name for column in COLUMNS for heading in column.tables.values() if heading}
    assert headed - found == {"counts"}
    assert {"counts:2023", "counts:2024", "counts:2025"} <= found


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("参加工作时间", "work_start"),
        ("任现职时间", "post_since"),
        ("人员状态", "status"),
        ("职级", "rank"),
    ],
)
def test_the_document_keeps_the_names_that_it_published(header: str, kept: str) -> None:
    reading = read_workbook(roster(header), "名册.xlsx")
    sheets: Any = document(reading)["sheets"]
    assert sheets[0]["columns"][2] == {"index": 3, "header": header, "field": kept}


def test_the_document_keeps_the_published_names_of_sections_work_and_links() -> None:
    sheets: Any = document(read_workbook(build_template(), "模板.xlsx"))["sheets"]
    fields = {column["field"] for sheet in sheets for column in sheet["columns"]}
    assert {"line", "section_code", "hours", "count:2024", "duty_type", "handover"} <= fields
    assert not fields & {"lines", "code", "hours_per_unit", "counts:2024", "duty_kind", "note"}


def test_every_column_is_kept_by_the_model_of_its_table_or_read_in_its_own_way() -> None:
    """A line that no model has a field for would be read and lost without a word."""
    own = {"department", "section", "parent", "unit_type", "duty", "duty_kind", "partner"}
    own |= {"post", "held_since"}  # of the post that the person holds
    lost = {
        (table, column.name)
        for table in MODELS
        for column in columns_of(table)
        if column.name not in own | {kept.column for kept in kept_columns(table)}
    }
    assert lost == {
        ("quota", "department_code"),
        *((table, "remark") for table in ("quota", "workload", "links")),
    }
