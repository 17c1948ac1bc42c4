"""Imports as people do them: upload, choose, confirm, abandon, undo; nothing lost on the way."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import TestCase
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, Invalid, NotAllowed
from bigsection.jobs import running
from bigsection.jobs.models import Job, JobStatus
from departments.actions import import_runs, imports
from departments.importing import Choices
from departments.models import (
    Department,
    Duty,
    ImportStatus,
    LifecycleStatus,
    Post,
    Quota,
    Region,
    Section,
    StaffMember,
    WorkbookImport,
    WorkItem,
)
from tests.factories import (
    DepartmentFactory,
    MembershipFactory,
    SectionFactory,
    StaffMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORKBOOK = Path(__file__).parents[2] / "data" / "workbooks" / "组织部.xlsx"
NAME = "示例市委组织部"


def committed() -> Any:
    """Jobs start on commit, and a test never commits: run what waits when the block ends."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def edited(**cells: object) -> bytes:
    """The workbook with some cells of sheet 科室 changed: ``C2="新名"``."""
    book = openpyxl.load_workbook(WORKBOOK)
    for name, value in cells.items():
        book["科室"][name] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_uploaded_file_is_readable_by_its_owner_only(officer: User, region: Region) -> None:
    before = os.umask(0)
    try:
        file = Path(upload(officer, region).file.path)
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in list(file.parents)[:3]} == {0o700}


@pytest.mark.parametrize("megabytes", [1536, 1])
def test_a_file_that_breaks_its_reader_is_refused_and_not_tried_again(
    officer: User, region: Region, settings: Any, megabytes: int
) -> None:
    settings.READER_MEMORY_MB = megabytes
    far = "<worksheet><sheetData><row><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(WORKBOOK) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = far.encode() if name.endswith("sheet1.xml") else source.read(name)
            target.writestr(name, part)
    row = upload(officer, region, out.getvalue())
    row.refresh_from_db()
    assert row.status == ImportStatus.REFUSED
    assert row.refusal
    job = Job.objects.get(pk=row.job_id)
    assert (job.status, job.attempts) == (JobStatus.DONE, 1)
    assert running.recover_lost(at=timezone.now()) == 0


def upload(officer: User, region: Region, data: bytes | None = None) -> WorkbookImport:
    with committed():
        row = imports.upload(
            file_name="组织部.xlsx",
            data=WORKBOOK.read_bytes() if data is None else data,
            region=region,
            department=None,
            by=officer,
            at=timezone.now(),
        )
    row.refresh_from_db()
    return row


def confirm(row: WorkbookImport, by: User) -> WorkbookImport:
    with committed():
        imports.confirm(workbook_import=row, by=by, at=timezone.now())
    row.refresh_from_db()
    return row


def choose(row: WorkbookImport, by: User, **choices: Any) -> WorkbookImport:
    with committed():
        imports.choose(workbook_import=row, choices=Choices(**choices), by=by, at=timezone.now())
    row.refresh_from_db()
    return row


def undo(row: WorkbookImport, by: User) -> WorkbookImport:
    return imports.undo(workbook_import=row, by=by, at=timezone.now())


def everything() -> dict[str, list[Any]]:
    models = (Department, Section, Duty, WorkItem, StaffMember, Post, Quota)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_nothing_is_written_before_the_confirmation(officer: User, region: Region) -> None:
    row = upload(officer, region)
    assert row.status == ImportStatus.REVIEW
    assert row.review["counts"]["new"] == 163
    assert not Section.objects.exists()


def test_confirmed_is_written_once(officer: User, region: Region) -> None:
    row = confirm(upload(officer, region), officer)
    assert row.status == ImportStatus.APPLIED
    assert Section.objects.count() == 18
    with pytest.raises(Conflict):
        confirm(row, officer)


def test_a_file_that_cannot_be_read_says_why(officer: User, region: Region) -> None:
    row = upload(officer, region, WORKBOOK.read_bytes()[:4000])
    assert row.status == ImportStatus.REFUSED
    assert row.refusal
    with pytest.raises(Conflict):
        confirm(row, officer)


@pytest.mark.parametrize("data", [b"", b"x" * 31_000_000])
def test_empty_and_huge_files_are_refused_at_the_door(
    data: bytes, officer: User, region: Region
) -> None:
    with pytest.raises(Invalid):
        upload(officer, region, data)
    assert not WorkbookImport.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "leader", "auditor", "administrator", "outsider"])
def test_only_an_officer_imports_for_a_whole_region(
    who: str, region: Region, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        upload(request.getfixturevalue(who), region)


def test_a_clerk_imports_rows_of_their_department_only(clerk: User, department: Department) -> None:
    with committed():
        row = imports.upload(
            file_name="组织部.xlsx",
            data=WORKBOOK.read_bytes(),
            region=department.region,
            department=department,
            by=clerk,
            at=timezone.now(),
        )
    row.refresh_from_db()
    assert row.review["counts"]["rejected"] == 163
    confirm(row, clerk)
    assert not Section.objects.exists()


def test_a_roster_that_changed_after_the_review_is_reviewed_again(
    officer: User, region: Region
) -> None:
    row = upload(officer, region)
    DepartmentFactory.create(region=region, name=NAME)
    confirm(row, officer)
    assert row.status == ImportStatus.REVIEW
    assert not Section.objects.exists()
    assert confirm(row, officer).status == ImportStatus.APPLIED


def test_an_abandoned_import_writes_nothing(officer: User, region: Region) -> None:
    row = upload(officer, region)
    imports.abandon(workbook_import=row, by=officer, at=timezone.now())
    with pytest.raises(Conflict):
        confirm(row, officer)
    assert AuditEvent.objects.filter(verb="import.abandon").count() == 1


def test_a_row_left_out_is_counted_and_not_written(officer: User, region: Region) -> None:
    row = choose(upload(officer, region), officer, left_out=frozenset({("人员", 2), ("人员", 3)}))
    assert row.review["counts"] == {
        "new": 161,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "left_out": 2,
    }
    confirm(row, officer)
    assert StaffMember.objects.count() == 58


def test_a_cell_corrected_in_the_review_is_read_instead_of_the_file(
    officer: User, region: Region
) -> None:
    row = upload(officer, region, edited(F2="若干"))
    assert [problem["code"] for problem in row.review["problems"]] == ["text_in_number"]
    row = choose(row, officer, corrections={("科室", 2, 6): "8"})
    assert row.review["problems"] == []
    confirm(row, officer)
    assert Section.objects.get(name="干部调配科").quota == 8


def test_a_column_mapped_by_a_person_is_read(officer: User, region: Region) -> None:
    row = upload(officer, region, edited(E1="分组甲"))
    assert [problem["code"] for problem in row.review["problems"]] == ["unmatched_column"]
    row = choose(row, officer, mapping={("科室", "分组甲"): "lines"})
    assert row.review["problems"] == []
    confirm(row, officer)
    assert Section.objects.get(name="干部调配科").lines == ["干部"]


def test_a_mapping_is_remembered_for_the_next_file_of_the_region(
    officer: User, region: Region
) -> None:
    file = edited(E1="分组甲")
    row = choose(upload(officer, region, file), officer, mapping={("科室", "分组甲"): "lines"})
    confirm(row, officer)
    again = upload(officer, region, file)
    assert again.review["problems"] == []
    assert again.review["counts"]["updated"] == 0
    other = Region.objects.create(code="990300", name="邻县")
    MembershipFactory.create(user=officer, region=other)
    elsewhere = upload(User.objects.get(pk=officer.pk), other, file)
    assert [problem["code"] for problem in elsewhere.review["problems"]] == ["unmatched_column"]


def test_undo_restores_an_empty_database(officer: User, region: Region) -> None:
    before = everything()
    row = undo(confirm(upload(officer, region), officer), officer)
    assert row.status == ImportStatus.UNDONE
    assert everything() == before
    assert AuditEvent.objects.filter(verb="import.undo").count() == 1


def test_undo_of_an_update_restores_every_old_value(officer: User, region: Region) -> None:
    confirm(upload(officer, region), officer)
    before = everything()
    book = openpyxl.load_workbook(WORKBOOK)
    book["科室"]["F2"] = 9
    book["人员"]["K5"] = "副部长"
    book["人员"]["J20"] = "研究室"
    book["职责"].append([99, NAME, "研究室", "负责新增的职责", "其他"])
    out = io.BytesIO()
    book.save(out)
    row = confirm(upload(officer, region, out.getvalue()), officer)
    assert row.review["counts"]["updated"] >= 2
    assert everything() != before
    undo(row, officer)
    assert everything() == before


def test_undo_is_refused_when_a_row_has_changed_since_and_says_which(
    officer: User, region: Region
) -> None:
    row = confirm(upload(officer, region), officer)
    Section.objects.filter(name="研究室").update(quota=12)
    before = everything()
    with pytest.raises(Conflict, match="研究室"):
        undo(row, officer)
    assert everything() == before


def test_undo_is_refused_when_something_new_hangs_on_it(officer: User, region: Region) -> None:
    row = confirm(upload(officer, region), officer)
    StaffMemberFactory.create(section=Section.objects.get(name="研究室"), name="后来的人")
    with pytest.raises(Conflict, match="后来的人"):
        undo(row, officer)
    assert Section.objects.count() == 18


def test_what_was_undone_is_not_undone_again(officer: User, region: Region) -> None:
    row = undo(confirm(upload(officer, region), officer), officer)
    with pytest.raises(Conflict):
        undo(row, officer)


def test_a_renamed_section_is_suggested_and_becomes_a_rename(officer: User, region: Region) -> None:
    confirm(upload(officer, region), officer)
    old = Section.objects.get(name="干部调配科")
    book = openpyxl.load_workbook(WORKBOOK)
    for sheet, column in (("科室", "C"), ("人员", "J"), ("职责", "C")):
        for cell in book[sheet][column]:
            if cell.value == "干部调配科":
                cell.value = "干部任免调配科"
    out = io.BytesIO()
    book.save(out)
    row = upload(officer, region, out.getvalue())
    match = row.review["matches"][0]
    assert (match["old"], match["new"], match["pk"]) == ("干部调配科", "干部任免调配科", old.pk)
    row = choose(row, officer, renames={(NAME, "干部任免调配科"): "干部调配科"})
    assert row.review["counts"]["new"] == 0
    assert row.review["counts"]["updated"] == 1
    assert row.review["matches"] == []
    confirm(row, officer)
    old.refresh_from_db()
    assert (old.name, old.initials) == ("干部任免调配科", "gbrmdpk")
    assert Section.objects.count() == 18


def test_missing_rows_stay_unless_a_person_says_so(officer: User, region: Region) -> None:
    confirm(upload(officer, region), officer)
    department = Department.objects.get(name=NAME)
    extra = SectionFactory.create(department=department, name="旧科室")
    person = StaffMemberFactory.create(section=extra)
    row = upload(officer, region)
    tables = {table["table"]: table for table in row.review["tables"]}
    assert [entry["label"] for entry in tables["sections"]["missing"]] == ["旧科室"]
    confirm(row, officer)
    extra.refresh_from_db()
    assert extra.standing == LifecycleStatus.ACTIVE

    before = everything()
    row = choose(upload(officer, region), officer, abolish={"sections": frozenset({extra.pk})})
    confirm(row, officer)
    extra.refresh_from_db()
    person.refresh_from_db()
    assert (extra.standing, person.section) == (LifecycleStatus.ABOLISHED, None)
    assert extra.abolished_on is not None
    event = AuditEvent.objects.filter(verb="department.import").latest("pk")
    assert event.changes["sections.abolished"] == [extra.name]
    undo(row, officer)
    assert everything() == before


def test_the_choices_survive_storage() -> None:
    choices = Choices(
        left_out=frozenset({("人员", 3), (None, 7)}),
        renames={("甲局", "新科"): "旧科"},
        abolish={"staff": frozenset({4, 5})},
        corrections={("人员", 3, 6): "123"},
        mapping={("人员", "餐卡号"): None, ("*", "名字"): "name"},
    )
    assert Choices.from_json(choices.to_json()) == choices


def test_old_uploads_are_cleared_and_their_record_stays(officer: User, region: Region) -> None:
    row = upload(officer, region)
    path = Path(row.file.path)
    assert path.exists()
    assert import_runs.clear_old_files(before=timezone.now()) == 1
    row.refresh_from_db()
    assert not path.exists()
    assert not row.file
    choose(row, officer)
    assert row.status == ImportStatus.REFUSED
    assert "重新上传" in row.refusal
