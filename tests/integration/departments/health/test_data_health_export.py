"""The findings as an Excel workbook."""

from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from departments.health import checking, stored
from departments.health.registry import CHECKS
from departments.models import Department
from tests.factories import SectionFactory, StaffMemberFactory

pytestmark = pytest.mark.both_databases

URL = "/data-health/export.xlsx"
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def faulty(department: Department) -> Department:
    """A department with a section and a person whose names Excel would run as formulas."""
    section = SectionFactory.create(department=department, name=FORMULA, headcount=1)
    StaffMemberFactory.create(section=section, name="+1+1", id_number="99000019800101123")
    StaffMemberFactory.create(section=section, name="@SUM(A1)", id_number="")
    return department


def sheets_of(response) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    assert response.status_code == 200
    book = openpyxl.load_workbook(BytesIO(response.content))
    return {sheet.title: sheet for sheet in book}


def test_lists_every_finding_and_counts_every_check(look, officer, faulty) -> None:
    sheets = sheets_of(look(officer).get(URL))
    rows = list(sheets["问题清单"].iter_rows(min_row=2, values_only=True))
    lonely = next(row for row in rows if row[1] == "一人科")
    assert lonely[:6] == ("▲ 警告", "一人科", faulty.name, FORMULA, None, "实有 1 人，编制 4 名。")
    found = {row[1]: row[2] for row in sheets["汇总"].iter_rows(min_row=2, values_only=True)}
    assert {check.title for check in CHECKS} <= set(found)
    assert found["一人科"] == 1
    assert found["部门超编"] == 0
    assert sum(n for n in found.values() if n) == len(rows)


def test_no_cell_is_a_formula_or_a_link(look, officer, faulty) -> None:
    sheets = sheets_of(look(officer).get(URL))
    texts = [cell for row in sheets["问题清单"].iter_rows(min_row=2) for cell in row if cell.value]
    assert {FORMULA, "+1+1", "@SUM(A1)"} <= {cell.value for cell in texts}
    assert {cell.data_type for cell in texts} == {"s"}
    assert all(cell.quotePrefix for cell in texts)
    assert all(cell.hyperlink is None for cell in texts)


def test_id_numbers_are_masked(look, officer, faulty) -> None:
    sheet = sheets_of(look(officer).get(URL))["问题清单"]
    text = " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
    assert "99*************23" in text
    assert "99000019800101123" not in text


def test_reads_in_batches_without_losing_or_repeating_a_row(
    look, officer, department, monkeypatch
) -> None:
    monkeypatch.setattr(stored, "READ_AT_ONCE", 4)
    monkeypatch.setattr(checking, "PIECE", 3)
    monkeypatch.setattr(stored, "PIECE", 3)
    sections = SectionFactory.create_batch(11, department=department)
    sheet = sheets_of(look(officer).get(URL))["问题清单"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "科室没有战线"]
    assert [row[3] for row in rows] == [section.name for section in sections]


def test_is_narrowed_as_the_page_is_and_named_for_it(look, officer, faulty) -> None:
    other = SectionFactory.create(headcount=1).department
    response = look(officer).get(URL, {"department": faulty.pk})
    rows = sheets_of(response)["问题清单"].iter_rows(min_row=2, values_only=True)
    assert {row[2] for row in rows} == {faulty.name} != {other.name}
    assert f"数据体检-{faulty.name}-" in unquote(response.headers["Content-Disposition"])


def test_an_outsider_gets_none_of_it(look, outsider, faulty) -> None:
    sheet = sheets_of(look(outsider).get(URL))["问题清单"]
    assert faulty.name not in {row[2] for row in sheet.iter_rows(values_only=True)}
    assert look(outsider).get(URL, {"department": faulty.pk}).status_code == 404


def test_refuses_post_and_asks_for_a_login(client, look, officer) -> None:
    assert client.get(URL).status_code == 302
    assert look(officer).post(URL).status_code == 405
