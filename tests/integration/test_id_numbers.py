"""ID numbers in longer texts: masked on every page and in every export that says it has none."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from departments import importing
from departments.models import Duty, Section, SectionLink, StaffMember, WorkbookImport, WorkItem
from mergers.models import DutyRuling, RegionStudy
from tests.factories import DutyFactory
from tests.integration.departments.wizard import Wizard
from tests.integration.test_security import logged_in, ours, pages, plan, sections

__all__ = ["ours", "plan", "sections"]
SPELLINGS = (
    "借调990000198505051234",
    "身份证99000019850505123X，见附件",
    "旧证990000850505123号",
    "９９００００１９８５０５０５１２３４",
    "990000 19850505 1234",
    "990000-19850505-1234",
)
BARE = re.compile("|".join(re.findall(r"[\d０-９][\d０-９X \-]{13,}", "|".join(SPELLINGS))))
TEXT = "；".join(SPELLINGS)
FIELDS = re.compile(r"<input\b[^>]*>|<textarea\b.*?</textarea>", re.DOTALL)


@pytest.fixture
def planted(ours: Any) -> Any:
    """ID numbers wherever a person can write."""
    section = Section.objects.get(pk=ours.keys["section"])
    StaffMember.objects.update(remark=TEXT)
    DutyFactory.create(section=section, text=f"负责{TEXT}的工作")
    WorkItem.objects.create(section=section, duty_text=TEXT, position=9)
    SectionLink.objects.update(note=TEXT[:100])
    Section.objects.filter(pk=section.pk).update(name=f"预算{SPELLINGS[0]}科")
    RegionStudy.objects.update(title=SPELLINGS[1])
    DutyRuling.objects.update(boundary=TEXT)
    problem = {
        "severity": "warning",
        "sheet": "人员",
        "row": 3,
        "column": "备注",
        "code": "odd",
        "value": TEXT,
        "message": f"“{TEXT}”不明",
    }
    for row in WorkbookImport.objects.all():
        row.review["problems"] = [problem]
        row.file_name = f"{SPELLINGS[0]}.xlsx"
        row.save()
    return ours


def spelled_out(text: str) -> list[str]:
    return BARE.findall(FIELDS.sub("", text))


def cells(data: bytes) -> str:
    """All that a workbook says, and says in comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


@pytest.mark.slow
def test_no_page_and_no_export_spells_out_an_id_number(planted: Any, officer) -> None:
    client = logged_in(officer)
    shown, files = {}, 0
    for url in [*pages(planted), "/search/?q=预算"]:
        response = client.get(url)
        kind = response.headers.get("Content-Type", "")
        if "spreadsheet" in kind:
            files += 1
            found = spelled_out(cells(response.content))
        elif kind.startswith(("text/", "application/json", "image/svg")):
            found = spelled_out(response.text)
        else:
            continue
        if found:
            shown[url] = found
    assert shown == {}
    assert files > 3


def test_present_data_without_id_numbers_has_none_and_imports_without_a_change(
    planted: Any, officer
) -> None:
    department = StaffMember.objects.get(name="孙小美").department
    Duty.objects.filter(text__contains="负责借调").delete()
    WorkItem.objects.all().delete()
    client = logged_in(officer)
    asked = {"department": department.pk}
    data = client.post(reverse("present_data"), asked).content
    assert spelled_out(cells(data)) == []
    reading = importing.read(data, "导出.xlsx")
    staff = importing.compare(reading, department.region).staff
    assert "孙小美" in [person.values["name"] for person in reading.staff]
    assert [row.status for row in staff.rows if row.file.label == "孙小美"] == []
    assert [row.pk for row in staff.missing] == []
    whole = client.post(reverse("present_data"), asked | {"id_numbers": "1"}).content
    assert spelled_out(cells(whole))


@pytest.mark.both_databases
def test_handing_out_the_marked_workbook_is_noted(log_in, officer, region) -> None:
    wizard = Wizard(log_in(officer), officer, region, "组织部.xlsx")
    answer = wizard.get("marked")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    event = AuditEvent.objects.get(verb="import.marked")
    assert (event.actor, event.subject_id) == (officer, str(wizard.row.pk))
