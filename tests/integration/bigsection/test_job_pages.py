"""The progress of a job and its cancel button: for the owner alone."""

import pytest
from django.urls import reverse

from bigsection.jobs.models import JobStatus
from tests.factories import JobFactory

pytestmark = pytest.mark.both_databases


@pytest.fixture
def job(clerk):
    return JobFactory.create(owner=clerk)


def url(job, step: str = "status") -> str:
    return reverse(f"job_{step}", args=[job.pk])


def test_shows_what_is_being_done(log_in, clerk, job, htmx):
    client = log_in(clerk)
    fragment = client.get(url(job), headers=htmx).text
    assert "读取工作簿" in fragment
    assert 'value="40"' in fragment
    assert "<html" not in fragment
    assert "<html" in client.get(url(job)).text


def test_an_open_job_is_asked_for_again_and_an_ended_one_is_not(log_in, clerk, job, htmx):
    client = log_in(clerk)
    assert "every 1s" in client.get(url(job), headers=htmx).text
    job.status = JobStatus.FAILED
    job.save()
    assert "every 1s" not in client.get(url(job), headers=htmx).text


def test_at_the_end_htmx_is_sent_on(log_in, clerk, job, htmx):
    job.status = JobStatus.DONE
    job.save()
    response = log_in(clerk).get(url(job), {"next": "/imports/"}, headers=htmx)
    assert response.headers["HX-Redirect"] == "/imports/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:0"])
def test_never_sends_to_another_site(log_in, clerk, job, htmx, elsewhere):
    job.status = JobStatus.DONE
    job.save()
    client = log_in(clerk)
    shown = client.get(url(job), {"next": elsewhere}, headers=htmx)
    assert "HX-Redirect" not in shown.headers
    assert elsewhere not in shown.text
    assert client.post(url(job, "cancel"), {"next": elsewhere}).url == "/"


def test_the_owner_asks_it_to_stop(log_in, clerk, job):
    response = log_in(clerk).post(url(job, "cancel"), {"next": "/imports/"})
    job.refresh_from_db()
    assert response.url == "/imports/"
    assert job.cancel_asked


def test_others_neither_see_nor_stop_it(log_in, officer, job):
    client = log_in(officer)
    assert client.get(url(job)).status_code == 404
    assert client.post(url(job, "cancel")).status_code == 404
    job.refresh_from_db()
    assert not job.cancel_asked


def test_methods(log_in, clerk, job):
    client = log_in(clerk)
    assert client.post(url(job)).status_code == 405
    assert client.get(url(job, "cancel")).status_code == 405
