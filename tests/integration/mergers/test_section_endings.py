"""The page of an abolished section: what it was at last, what abolished it, and what it became."""

from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from bigsection.accounts.models import User
from departments.models import Region, Section
from mergers.actions import approvals
from mergers.models import MergePlan
from tests.integration.departments.wizard import WORKBOOKS, Wizard
from tests.integration.mergers.conftest import DUTIES, NOON
from tests.pages import main_part

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def page_of(section: Section) -> str:
    return reverse("section_detail", args=[section.pk])


def test_a_section_that_a_plan_merged_shows_duties_people_and_heir(
    plan: MergePlan, sections: dict[str, Section], clerk: User, leader: User, log_in: Any
) -> None:
    people = list(sections["预算科"].staff.all())
    approvals.submit(plan=plan, by=clerk, at=NOON)
    approvals.approve(plan=plan, by=leader, at=NOON)
    response = log_in(clerk).get(page_of(sections["预算科"]))
    last = response.context["last"]
    assert [duty.text for duty in last.duties] == DUTIES["预算科"]
    assert list(last.people) == people
    heir = Section.objects.get(origins__predecessor=sections["预算科"])
    assert {one.section for one in (*last.duties, *last.people)} == {heir}
    for url in (page_of(heir), reverse("plan_detail", args=[plan.pk])):
        assert url in response.text
    assert "空缺" not in main_part(response), "nothing is vacant in what is not there any more"
    assert "空缺" in main_part(log_in(clerk).get(page_of(heir)))


def test_a_section_that_an_import_abolished_shows_who_was_there_and_the_import(
    officer: User, region: Region, log_in: Any, tmp_path: Any
) -> None:
    name = "组织部.xlsx"
    wizard = Wizard(log_in(officer), officer, region, name)
    wizard.post("confirm")
    section = Section.objects.get(name="研究室")
    people, duties = set(section.staff.all()), set(section.duties.all())
    assert people
    assert duties
    book = openpyxl.load_workbook(WORKBOOKS / name)
    for sheet, column in (("科室", 3), ("人员", 10), ("职责", 3)):
        rows = [r for r in book[sheet].iter_rows() if r[column - 1].value == section.name]
        for row in reversed(rows):
            book[sheet].delete_rows(row[0].row)
    book.save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    later = Wizard(wizard.client, officer, region, name, data=data)
    key = f"sections_{section.pk}"
    later.choose(**{f"gone_{key}": "0", f"abolish_{key}": "on"})
    later.post("confirm")
    response = wizard.client.get(page_of(section))
    last = response.context["last"]
    assert (set(last.people), set(last.duties)) == (people, duties)
    assert later.url() in response.text
