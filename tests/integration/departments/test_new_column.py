"""A column more is a line more: from the header of a file to the field of the model and back."""

import io
from datetime import date

import openpyxl
import pytest

from departments import importing
from departments.models import Department, Region
from departments.workbook.cell_texts import plain_text
from departments.workbook.columns import Column
from departments.workbook.reading import read_workbook
from tests.unit.departments.workbook.patching import more_columns

pytestmark = pytest.mark.django_db
# a field of departments that no column fills so far
BATCH = Column("batch", "改革批次", "改革批次 批次", {"quota": ("改革批次", 14)}, read=plain_text)


def list_of(*rows: tuple[str | int, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compared(data: bytes) -> importing.Comparison:
    """Read in this process, which alone knows the new column."""
    return importing.compare(read_workbook(data, "部门.xlsx"), Region.objects.get())


def take(data: bytes) -> None:
    importing.apply(compared(data), Region.objects.get(), importing.Journal(), on=date(2026, 1, 2))


@pytest.mark.both_databases
def test_one_line_takes_a_column_into_the_database_compares_it_and_exports_it() -> None:
    Region.objects.create(code="990000", name="示例市")
    header = ("部门名称", "核定编制", "批次")
    with more_columns(BATCH):
        take(list_of(header, ("示例市档案局", 5, "第一批")))
        assert Department.objects.get().batch == "第一批"

        changed = list_of(header, ("示例市档案局", 5, "第二批"))
        (row,) = compared(changed).departments.having("updated")
        assert row.changed == ("batch",)
        take(changed)
        assert Department.objects.get().batch == "第二批"

        again = importing.template_of(Department.objects.all(), id_numbers=False)
        (row,) = compared(again).departments.having("unchanged")
        assert row.file.values["batch"] == "第二批"


def test_without_the_line_the_column_changes_nothing() -> None:
    Region.objects.create(code="990000", name="示例市")
    take(list_of(("部门名称", "核定编制", "批次"), ("示例市档案局", 5, "第一批")))
    assert Department.objects.get().batch == ""
