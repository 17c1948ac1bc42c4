"""Importing: what the command prints, what is written, and that a second time changes nothing."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments import importing
from departments.actions import imports
from departments.importing import people
from departments.models import (
    Department,
    Duty,
    Post,
    PostLevel,
    Quota,
    Region,
    Section,
    StaffMember,
    WorkbookImport,
    WorkItem,
)

pytestmark = pytest.mark.django_db
WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"
SAMPLES = sorted(
    path for path in WORKBOOKS.iterdir() if path.suffix != ".json" and "打不开" not in path.name
)


def run(path: Path, *arguments: str) -> dict[str, Any]:
    """The JSON document of import_workbook."""
    out = io.StringIO()
    call_command("import_workbook", path, "--format", "json", *arguments, stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def everything() -> dict[str, list[Any]]:
    """Every row that an import may write, to see that nothing changed."""
    models = (Department, Section, Duty, WorkItem, StaffMember, Post, Quota)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_clean_template_is_read_into_an_empty_database() -> None:
    document = run(WORKBOOKS / "组织部.xlsx")
    assert document["changes"] == {"new": 163, "updated": 0, "unchanged": 0, "rejected": 0}
    assert document["fatal"] is None
    department = Department.objects.get()
    assert (department.name, department.region.code) == ("示例市委组织部", "990100")
    assert (Section.objects.count(), Duty.objects.count()) == (18, 84)
    assert StaffMember.objects.count() == 60
    section = Section.objects.get(name="干部调配科")
    assert (section.kind, section.lines) == ("business", ["干部"])
    assert (section.quota, section.headcount) == (5, 4)
    assert (section.chief_posts, section.deputy_posts) == (1, 1)
    assert section.initials == "gbdpk"


def test_people_get_their_section_and_their_post() -> None:
    run(WORKBOOKS / "组织部.xlsx")
    leader = StaffMember.objects.get(name="韩建")
    assert leader.section is None
    assert leader.posts.get().level == PostLevel.LEADER
    chief = StaffMember.objects.get(name="徐霞")
    assert chief.section is not None
    assert chief.section.name == "干部二科"
    assert chief.posts.get().level == PostLevel.CHIEF
    leading = Post.objects.filter(level__in=[PostLevel.CHIEF, PostLevel.DEPUTY])
    assert leading.count() == 31  # the mid-level cadres of the workbook


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_dry_run_tells_what_the_import_does_and_the_same_file_again_changes_nothing(
    path: Path,
) -> None:
    dry = run(path, "--dry-run")
    assert not Region.objects.exists()
    assert not AuditEvent.objects.exists()
    first = run(path)
    assert first == dry
    before = everything()
    again = run(path)
    assert again["changes"]["new"] == again["changes"]["updated"] == 0
    assert again["changes"]["unchanged"] == first["changes"]["new"]
    assert again["changes"]["rejected"] == first["changes"]["rejected"]
    assert everything() == before


def test_every_figure_of_the_whole_city_is_in_the_database() -> None:
    expected = json.loads(
        (WORKBOOKS / "市直46部门机构人员职责汇总.expected.json").read_text("utf-8")
    )
    run(WORKBOOKS / "市直46部门机构人员职责汇总.xlsx")
    for item in expected["departments"]:
        department = Department.objects.get(name=item["name"])
        assert department.quota == item["quota"]
        assert department.sections.count() == item["section_count"]
        assert department.staff.count() == item["staff_count"]
        assert Duty.objects.filter(section__department=department).count() == item["duty_count"]
    assert WorkItem.objects.count() == expected["work_item_count"]
    assert WorkItem.objects.filter(duty=None).count() == 0


@pytest.mark.both_databases
def test_a_new_version_updates_and_never_duplicates(tmp_path: Path) -> None:
    import openpyxl

    run(WORKBOOKS / "组织部.xlsx")
    book = openpyxl.load_workbook(WORKBOOKS / "组织部.xlsx")
    book["科室"]["F2"] = 7
    book["人员"]["J5"] = "研究室"
    book["科室"].append([19, "示例市委组织部", "新设科", "业务", "干部", 2, 1, 1, 0, ""])
    book.save(tmp_path / "新版.xlsx")
    document = run(tmp_path / "新版.xlsx")
    assert document["changes"] == {"new": 1, "updated": 2, "unchanged": 161, "rejected": 0}
    assert Section.objects.get(name="干部调配科").quota == 7
    assert StaffMember.objects.count() == 60
    assert Section.objects.get(name="新设科").position == 19


def test_what_changed_between_two_imports_of_one_file_is_found_among_all_who_are_as_they_were() -> (
    None
):
    run(WORKBOOKS / "组织部.xlsx")
    changed, moved, gone = StaffMember.objects.exclude(section=None)[:3]
    StaffMember.objects.filter(pk=changed.pk).update(rank="改")
    StaffMember.objects.filter(pk=moved.pk).update(section=None)
    Post.objects.filter(holder=gone.pk).delete()
    gone.delete()
    reading = importing.read(WORKBOOKS / "组织部.xlsx", "组织部.xlsx")
    people = importing.compare(reading, Region.objects.get(code="990100")).staff
    assert [(row.status, row.file.label, row.changed) for row in people.rows] == [
        ("updated", changed.name, ("rank",)),
        ("updated", moved.name, ("section",)),
        ("new", gone.name, ()),
    ]
    assert people.unchanged == 57


def test_what_the_file_leaves_empty_erases_nothing(tmp_path: Path) -> None:
    import openpyxl

    run(WORKBOOKS / "组织部.xlsx")
    book = openpyxl.load_workbook(WORKBOOKS / "组织部.xlsx")
    book["科室"]["F2"] = None
    book["人员"]["F2"] = None
    book.save(tmp_path / "缺项.xlsx")
    document = run(tmp_path / "缺项.xlsx")
    assert document["changes"]["updated"] == 0
    assert Section.objects.get(name="干部调配科").quota == 5
    assert StaffMember.objects.count() == 60


def test_an_import_is_in_the_audit_trail_with_what_it_changed() -> None:
    run(WORKBOOKS / "组织部.xlsx")
    whole, department, calibration = AuditEvent.objects.order_by("pk")
    assert calibration.verb == "calibration.make"  # the first import of a region
    assert whole.changes["counts"]["new"] == 163
    assert department.verb == "department.import"
    assert len(department.changes["sections.new"]) == 18
    assert "990000" not in json.dumps(department.changes, ensure_ascii=False)


def test_a_failure_in_the_last_table_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(people, "_posts", fail)
    with pytest.raises(RuntimeError):
        run(WORKBOOKS / "组织部.xlsx")
    assert not Region.objects.exists()
    assert not Section.objects.exists()


def test_rows_of_other_departments_are_rejected_when_one_is_named() -> None:
    document = run(WORKBOOKS / "四部门内设机构表.xlsx", "--department", "示例市统计局")
    written = Department.objects.get()
    expected = {item["name"]: item for item in document["departments"]}
    sections = set(written.sections.values_list("name", flat=True))
    assert written.name == "示例市统计局"
    assert sections == {item["name"] for item in expected["示例市统计局"]["sections"]}
    others = [item for name, item in expected.items() if name != "示例市统计局"]
    assert len(others) == 3
    rows = len(others) + sum(len(item["sections"]) for item in others)
    assert document["changes"]["rejected"] == rows


def test_a_broken_file_exits_2_with_a_reason_and_writes_nothing() -> None:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(
            "import_workbook", WORKBOOKS / "打不开的科室表.xlsx", "--format", "json", stdout=out
        )
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)
    assert json.loads(out.getvalue())["fatal"] == str(caught.value)
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["/没有/这个.xlsx"], "找不到文件"),
        ([WORKBOOKS / "组织部.xlsx", "--region", "1"], "没有代码"),
    ],
)
@pytest.mark.both_databases
def test_a_wrong_call_exits_2(arguments: list[Any], reason: str) -> None:
    with pytest.raises(CommandError, match=reason) as caught:
        call_command("import_workbook", *arguments)
    assert caught.value.returncode == 2


def test_a_named_region_is_used(tmp_path: Path) -> None:
    Region.objects.create(code="340600", name="淮北市")
    run(WORKBOOKS / "组织部.xlsx", "--region", "340600")
    assert Department.objects.get().region.name == "淮北市"


def test_the_review_masks_id_numbers_everywhere() -> None:
    path = WORKBOOKS / "市直46部门机构人员职责汇总.xlsx"
    region = Region.objects.create(code="990100", name="示例市")
    reading = importing.read(path, path.name)
    review = importing.review_of(reading, importing.compare(reading, region))
    assert "9900001" not in json.dumps(review, ensure_ascii=False)
    assert review["counts"]["rejected"] == 1


def test_an_import_from_the_command_line_can_be_undone_like_any_other(officer: User) -> None:
    run(WORKBOOKS / "组织部.xlsx")
    made = WorkbookImport.objects.get()
    assert (made.status, made.uploaded_by, made.file_name) == ("applied", None, "组织部.xlsx")
    assert made.review["counts"]["new"] == 163
    assert made.file_hash == hashlib.sha256((WORKBOOKS / "组织部.xlsx").read_bytes()).hexdigest()
    imports.undo(workbook_import=made, by=officer, at=timezone.now())
    assert everything() == {name: [] for name in everything()}


def test_a_dry_run_and_a_broken_file_leave_no_import_behind() -> None:
    run(WORKBOOKS / "组织部.xlsx", "--dry-run")
    with pytest.raises(CommandError):
        call_command("import_workbook", WORKBOOKS / "打不开的科室表.xlsx")
    assert not WorkbookImport.objects.exists()
