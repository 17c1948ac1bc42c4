"""A question to the planner that takes longer than a moment goes on as a job, with progress."""

from collections.abc import Callable

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.jobs.models import Job, JobStatus
from departments.models import Department, Section
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning import PlanRequest

LogIn = Callable[[User], Client]


@pytest.fixture
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question is settled in a moment that has no length."""
    monkeypatch.setattr(plans, "MOMENT_S", 0.0)
    monkeypatch.setattr(plans.planning, "is_settled", lambda result: False)


def ask(client: Client, department: Department, **fields: object) -> Job:
    """Send the form, let the job run, and return it."""
    form = {"count_kind": "exact", "count": 3, "mode": "merge", "alternatives": 0} | fields
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(reverse("plan_create", args=[department.pk]), form)
    job = Job.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("job_status", args=[job.pk]))
    return job


@pytest.mark.usefixtures("_no_patience")
def test_the_job_finds_the_plan_and_leads_to_it(
    department: Department, sections: dict[str, Section], clerk: User, log_in: LogIn
) -> None:
    client = log_in(clerk)
    job = ask(client, department)
    assert (job.status, job.result["others"]) == (JobStatus.DONE, 0)
    plan = MergePlan.objects.get()
    assert plan.proven
    answer = client.get(reverse("plan_found", args=[job.pk]))
    assert answer["Location"] == reverse("plan_detail", args=[plan.pk])


@pytest.mark.usefixtures("_no_patience")
def test_a_question_without_an_answer_leads_back_to_the_form_with_the_reason(
    department: Department, sections: dict[str, Section], clerk: User, log_in: LogIn
) -> None:
    client = log_in(clerk)
    job = ask(client, department, count=1, max_members=2)
    assert job.status == JobStatus.FAILED
    answer = client.get(reverse("plan_found", args=[job.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("plan_create", args=[department.pk])
    assert "不能同时满足" in answer.content.decode()
    assert not MergePlan.objects.exists()


@pytest.mark.usefixtures("_no_patience")
def test_the_answer_is_for_who_asked(
    department: Department,
    sections: dict[str, Section],
    clerk: User,
    officer: User,
    log_in: LogIn,
) -> None:
    job = ask(log_in(clerk), department)
    assert log_in(officer).get(reverse("plan_found", args=[job.pk])).status_code == 404


def test_a_question_that_is_settled_at_once_needs_no_job(
    department: Department, sections: dict[str, Section], clerk: User
) -> None:
    from tests.integration.mergers.conftest import NOON

    found = plans.propose_soon(
        department=department, request=PlanRequest(count=3), by=clerk, at=NOON
    )
    assert isinstance(found, list)
    assert not Job.objects.exists()


def test_a_request_survives_storage() -> None:
    request = PlanRequest(count=3, must_together=((1, 2),), must_apart=((3, 4), (5, 6)), keep=(7,))
    assert PlanRequest.from_json(request.to_json()) == request
