"""The certificate as a file to download."""

from django.urls import reverse

from tests.factories import MergePlanFactory


def url(plan) -> str:
    return reverse("plan_certificate", args=[plan.pk])


def test_is_a_file_with_what_was_stored(log_in, clerk, plan):
    response = log_in(clerk).get(url(plan))
    assert response.json() == plan.certificate
    assert response["Content-Disposition"] == (
        f'attachment; filename="plan-{plan.pk}-certificate.json"'
    )


def test_a_plan_without_proof_has_none(log_in, officer, department):
    plan = MergePlanFactory.create(department=department)
    assert log_in(officer).get(url(plan)).status_code == 404


def test_the_outsider_finds_nothing(log_in, outsider, plan):
    assert log_in(outsider).get(url(plan)).status_code == 404


def test_refuses_post(log_in, clerk, plan):
    assert log_in(clerk).post(url(plan)).status_code == 405
