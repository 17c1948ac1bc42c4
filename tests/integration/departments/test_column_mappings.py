"""What one person says about a column is read into the files of the same place, and of no other."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bigsection.audit.models import AuditEvent
from bigsection.errors import NotAllowed
from departments.actions import column_mappings
from departments.models import ColumnMapping, Department
from tests.factories import DepartmentFactory
from tests.integration.departments.wizard import Wizard
from tests.pages import is_empty

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ROSTER = "人社局人员花名册.xlsx"
URL = "/columns/"


def says(log_in, person, region, department: Department | None) -> Wizard:
    """Somebody imports a roster and says that column 14, 餐卡号, is to be ignored."""
    wizard = Wizard(log_in(person), person, region, ROSTER, department=department)
    wizard.post("mapping", {"column-0-14": "-"})
    wizard.post("confirm")
    return wizard


def asked(log_in, person, region, department: Department | None) -> bool:
    wizard = Wizard(log_in(person), person, region, ROSTER, department=department)
    return "unmatched_column" in wizard.problem_codes()


def test_what_a_clerk_says_holds_for_the_own_department_alone(
    log_in, clerk, officer, region, department
) -> None:
    neighbour = DepartmentFactory.create(region=region)
    says(log_in, clerk, region, department)
    assert not asked(log_in, clerk, region, department)
    assert asked(log_in, officer, region, neighbour)
    assert asked(log_in, officer, region, None)
    event = AuditEvent.objects.get(verb="columns.remember")
    assert (event.actor, event.department_id) == (clerk, department.pk)


def test_what_an_officer_says_of_a_whole_region_holds_for_its_departments(
    log_in, clerk, officer, region, department
) -> None:
    says(log_in, officer, region, None)
    assert not asked(log_in, clerk, region, department)
    assert AuditEvent.objects.get(verb="columns.remember").actor == officer
    wide = ColumnMapping.objects.get()
    clerks = log_in(clerk)
    assert wide.header in clerks.get(URL).text
    assert clerks.post(reverse("column_mapping_forget", args=[wide.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        column_mappings.forget(mapping=wide, by=clerk, at=timezone.now())
    log_in(officer).post(reverse("column_mapping_forget", args=[wide.pk]))
    assert AuditEvent.objects.get(verb="columns.forget").actor == officer
    assert asked(log_in, clerk, region, department)


def test_the_own_department_is_heard_before_the_region(
    log_in, clerk, officer, region, department
) -> None:
    says(log_in, officer, region, None)
    ColumnMapping.objects.create(
        region=region, department=department, table="staff", header="餐卡号", field="remark"
    )
    wizard = Wizard(log_in(clerk), clerk, region, ROSTER, department=department)
    columns = {c["header"]: c["field"] for c in wizard.row.review["sheets"][0]["columns"]}
    assert columns["餐卡号"] == "remark"


def test_nobody_sees_or_forgets_what_another_department_remembers(
    log_in, clerk, region, department
) -> None:
    neighbour = DepartmentFactory.create(region=region)
    kept = ColumnMapping.objects.create(
        region=region, department=neighbour, table="staff", header="餐卡号", field=""
    )
    client = log_in(clerk)
    assert is_empty(client.get(URL))
    assert client.post(reverse("column_mapping_forget", args=[kept.pk])).status_code == 404
    assert ColumnMapping.objects.filter(pk=kept.pk).exists()


def test_the_settings_lead_there_for_who_imports(log_in, clerk, leader) -> None:
    assert URL in log_in(clerk).get("/settings/").text
    assert log_in(leader).get(URL).status_code == 403
