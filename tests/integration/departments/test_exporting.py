"""The filled template: what is exported imports again without a change."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from departments import importing
from departments.models import Department, Region, Section

pytestmark = pytest.mark.django_db
WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"
SAMPLES = [
    "组织部.xlsx",
    "市直46部门机构人员职责汇总.xlsx",
    "财政局内设机构编制情况表.xlsx",
    pytest.param("民政局科室工作量表.xlsx", marks=pytest.mark.both_databases),
    "人社局人员花名册.xlsx",
    "市直机构编制职数一览表.xlsx",
]


def again(data: bytes) -> dict[str, int]:
    """The counts of importing a template into the region it came from."""
    region = Region.objects.get()
    reading = importing.read(data, "导出.xlsx")
    assert reading.fatal is None
    return importing.counts_of(importing.compare(reading, region))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.slow
def test_an_export_imports_again_without_a_change(name: str) -> None:
    call_command("import_workbook", WORKBOOKS / name, stdout=io.StringIO(), stderr=io.StringIO())
    for id_numbers in (True, False):
        counts = again(importing.template_of(Department.objects.all(), id_numbers=id_numbers))
        assert (counts["new"], counts["updated"], counts["rejected"]) == (0, 0, 0)
        assert counts["unchanged"] > 0


def test_id_numbers_are_only_in_the_export_when_asked_for() -> None:
    call_command("import_workbook", WORKBOOKS / "组织部.xlsx", stdout=io.StringIO())
    departments = Department.objects.all()
    assert "990000197402220075" in texts(importing.template_of(departments, id_numbers=True))
    assert not any(
        text.startswith("990000")
        for text in texts(importing.template_of(departments, id_numbers=False))
    )


@pytest.mark.both_databases
def test_texts_that_look_like_formulas_are_text_in_the_export_and_come_back() -> None:
    call_command("import_workbook", WORKBOOKS / "组织部.xlsx", stdout=io.StringIO())
    Section.objects.filter(name="研究室").update(remark="=1+1")
    data = importing.template_of(Department.objects.all(), id_numbers=False)
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert again(data)["updated"] == 0


def texts(data: bytes) -> set[Any]:
    """Every text in a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
