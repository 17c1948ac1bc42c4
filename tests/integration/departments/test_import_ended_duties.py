"""Duties that ended, in an import: not missing, not brought back in silence, ended by choice."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from departments import importing
from departments.importing import Choices, Comparison, Journal
from departments.models import Department, Duty, Region, Section, WorkItem
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory
from tests.integration.departments.test_importing import run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BUREAU = "示例市财政局"
ENDED, KEPT = "承办非税收入票据的印制工作", "编制年度市级预算草案"
TODAY = date(2026, 11, 22)


@pytest.fixture
def section() -> Section:
    """预算科 with a duty in force and one that ended."""
    department: Department = DepartmentFactory.create(name=BUREAU)
    made: Section = SectionFactory.create(department=department, name="预算科")
    DutyFactory.create(section=made, text=KEPT)
    DutyFactory.create(
        section=made, text=ENDED, ended_on=date(2026, 10, 1), end_reason="划转税务局"
    )
    return made


def book(duties: Sequence[str]) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(("部门名称", "科室名称", "职责", "职责类型"))
    for duty in duties:
        page.append((BUREAU, "预算科", duty, "三定"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def compared(duties: Sequence[str], choices: Choices | None = None) -> Comparison:
    reading = importing.read(book(duties), "职责.xlsx", None, choices)
    return importing.compare(reading, Region.objects.get(), None, choices)


def written(duties: Sequence[str], choices: Choices | None = None) -> bytes:
    journal = Journal()
    importing.apply(compared(duties, choices), Region.objects.get(), journal, on=TODAY)
    return journal.pack()


def test_an_ended_duty_that_the_file_leaves_out_is_not_missing(section: Section) -> None:
    comparison = compared([KEPT])
    assert comparison.duties.missing == []
    assert comparison.problems == ()


def test_an_ended_duty_that_the_file_still_has_is_new_with_a_warning(section: Section) -> None:
    comparison = compared([KEPT, ENDED])
    assert [row.file.label for row in comparison.duties.having("new")] == [ENDED]
    (warning,) = comparison.problems
    assert (warning.severity, warning.code, warning.row) == ("warning", "ended_duty", 3)
    assert warning.message.startswith("该职责已于 2026-10-01 终止（划转税务局）。")


def test_confirmed_it_is_a_duty_beside_the_ended_one_and_undo_takes_only_it(
    section: Section,
) -> None:
    before = list(Duty.of_all_times.order_by("pk").values())
    journal = written([KEPT, ENDED])
    assert section.duties.count() == 2
    assert Duty.of_all_times.filter(text=ENDED, ended_on=None).count() == 1
    importing.undo(journal)
    assert list(Duty.of_all_times.order_by("pk").values()) == before


def test_the_warning_is_on_the_review_page_and_can_be_left_out(section: Section) -> None:
    reading = importing.read(book([KEPT, ENDED]), "职责.xlsx")
    review = importing.review_of(reading, importing.compare(reading, Region.objects.get()))
    assert [problem["code"] for problem in review["problems"]] == ["ended_duty"]
    choices = Choices(left_out=frozenset({("Sheet", 3)}))
    comparison = compared([KEPT, ENDED], choices)
    assert comparison.problems == ()
    assert comparison.duties.counts()["left_out"] == 1


def test_the_command_line_says_it_too(section: Section, tmp_path: Path) -> None:
    path = tmp_path / "职责.xlsx"
    path.write_bytes(book([ENDED]))
    document = run(path, "--dry-run")
    assert [problem["code"] for problem in document["problems"]] == ["ended_duty"]


def test_a_missing_duty_that_a_person_abolishes_ends_and_keeps_its_work_items(
    section: Section,
) -> None:
    duty = section.duties.get()
    item = WorkItem.objects.create(section=section, duty=duty, duty_text=KEPT, matter="汇编预算")
    before = list(Duty.of_all_times.order_by("pk").values())
    journal = written(["审核部门预算"], Choices(abolish={"duties": frozenset({duty.pk})}))
    assert [row.text for row in section.duties.all()] == ["审核部门预算"]
    gone = Duty.of_all_times.get(pk=duty.pk)
    assert (gone.ended_on, bool(gone.end_reason)) == (TODAY, True)
    item.refresh_from_db()
    assert item.duty_id == duty.pk
    importing.undo(journal)
    assert list(Duty.of_all_times.order_by("pk").values()) == before


def test_undo_is_refused_when_a_duty_of_the_import_ended_since(section: Section) -> None:
    journal = written([KEPT, "审核部门预算"])
    Duty.objects.filter(text="审核部门预算").update(ended_on=TODAY, end_reason="划转")
    with pytest.raises(importing.ChangedSince) as refused:
        importing.undo(journal)
    (label,) = refused.value.labels
    assert "审核部门预算" in label


def test_work_items_hang_on_the_duty_in_force_not_on_the_ended_one(section: Section) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(("部门名称", "科室名称", "职责", "具体事项", "单位", "数量"))
    page.append((BUREAU, "预算科", ENDED, "印制票据", "份", 12))
    out = io.BytesIO()
    made.save(out)
    reading = importing.read(out.getvalue(), "工作量.xlsx")
    comparison = importing.compare(reading, Region.objects.get())
    importing.apply(comparison, Region.objects.get(), Journal(), on=TODAY)
    duty = WorkItem.objects.get().duty
    assert duty is not None
    assert (duty.text, duty.ended_on) == (ENDED, None)
