"""The file that a plan's page offers proves that plan to someone who has nothing else."""

import json
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from departments.models import Department, Section
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from planner.checker.whole_file import check_file
from tests.integration.mergers.conftest import NOON


def test_the_downloaded_file_is_verified_by_the_command(
    plan: MergePlan, clerk: User, tmp_path: Path, capsys
) -> None:
    client = Client()
    client.force_login(clerk)
    response = client.get(reverse("plan_certificate", args=[plan.pk]))
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    path = tmp_path / "certificate.json"
    path.write_bytes(response.content)
    call_command("verify_plan", str(path))
    assert str(plan.objective) in capsys.readouterr().out


def test_it_holds_the_groups_and_the_score_of_the_plan_as_stored(plan: MergePlan) -> None:
    plan.refresh_from_db()
    stored = json.loads(json.dumps(plan.certificate))
    groups = {
        frozenset(str(place.section_id) for place in big.placements.all())
        for big in plan.big_sections.all()
    }
    assert {frozenset(group) for group in stored["groups"]} == groups
    assert (stored["score"], stored["objective"], stored["bound"]) == (
        plan.score,
        plan.objective,
        plan.bound,
    )


def test_an_alternative_has_a_file_of_its_own_that_does_not_call_it_optimal(
    department: Department, sections: dict[str, Section], clerk: User
) -> None:
    request = PlanRequest(count=2, alternatives=2)
    made = plans.propose(department=department, request=request, by=clerk, at=NOON)
    for stored in made:
        stored.refresh_from_db()
        checks = list(check_file(stored.certificate))
        assert not any(check.faults for check in checks)
        assert ("optimal" in checks[-1].claim) == (stored.bound == stored.objective)
