"""Questions in the API: an answer with 200, a job with 202, and the scope of the pages."""

import pytest
from django.test import TestCase
from django.urls import reverse

from bigsection.jobs.models import Job
from mergers.actions import answers
from tests.integration.mergers.questions.conftest import QUESTIONS

pytestmark = pytest.mark.both_databases


def url(plan, name) -> str:
    return f"/api/plans/{plan.pk}/{name}/"


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_with_a_sentence_and_says_whether_it_is_complete(log_in, leader, asked, pair, name):
    response = log_in(leader).get(url(asked, name), pair)
    assert response.status_code == 200
    answer = response.json()
    assert (answer["question"], answer["complete"]) == (name, True)
    assert answer["summary"].endswith("。")
    assert set(answer["sections"].values()) >= {"预算科", "办公室"}
    assert answer["present"]["score"] == pytest.approx(asked.score)


def test_the_curve_with_a_limit(log_in, clerk, asked):
    answer = log_in(clerk).get(url(asked, "curve"), {"limit": 5}).json()
    assert [point["count"] for point in answer["points"]] == list(range(1, 8))
    assert answer["points"][3]["plan"]["objective"] == asked.objective
    assert answer["limit"] == 5
    assert "5 个" in answer["limit_source"]


def test_why_not_names_sections_by_their_ids(log_in, clerk, asked, pair):
    answer = log_in(clerk).get(url(asked, "why-not"), pair).json()
    assert (answer["a"], answer["b"], answer["status"]) == (*pair.values(), "costs")
    assert answer["change"]["score"] < 0
    known = [value for value in answer["change"]["weighted"].values() if value is not None]
    assert sum(known) == pytest.approx(answer["change"]["score"])
    joined = [group for group in answer["plan"]["groups"] if pair["a"] in group]
    assert pair["b"] in joined[0]


def test_wrong_arguments_are_refused_in_words(log_in, clerk, asked):
    response = log_in(clerk).get(url(asked, "why-not"))
    assert response.status_code == 422
    assert response.json()["detail"]


def test_a_longer_question_is_worked_on_by_a_post(log_in, clerk, asked, monkeypatch):
    monkeypatch.setattr(answers, "MOMENT_S", 0.0)
    client = log_in(clerk)
    waiting = client.get(url(asked, "prices"))
    assert (waiting.status_code, waiting.json()["job"]) == (202, None)
    assert not Job.objects.exists()
    started = client.post(url(asked, "prices"))
    job = Job.objects.get()
    assert (started.status_code, started.json()["job"]) == (202, str(job.pk))
    assert started.json()["job_url"] == reverse("job_status", args=[job.pk])
    assert client.get(url(asked, "prices")).json()["job"] == str(job.pk)
    job.delete()
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(url(asked, "prices"))
    assert client.get(url(asked, "prices")).status_code == 200


def test_the_outsider_finds_nothing(log_in, outsider, asked):
    client = log_in(outsider)
    for name in QUESTIONS:
        assert client.get(url(asked, name)).status_code == 404
        assert client.post(url(asked, name)).status_code == 404


def test_asks_for_a_login(client, asked):
    assert client.get(url(asked, "curve")).status_code == 403


def test_the_schema_names_every_question(log_in, clerk):
    schema = log_in(clerk).get("/api/schema/", headers={"Accept": "application/json"}).json()
    for name in QUESTIONS:
        operations = schema["paths"][f"/api/plans/{{id}}/{name}/"]
        assert set(operations) == {"get", "post"}
        assert set(operations["get"]["responses"]) == {"200", "202"}
