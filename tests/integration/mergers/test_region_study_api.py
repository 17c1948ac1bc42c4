"""Region studies for other programs."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_list_has_the_studies_in_scope(log_in, leader, study) -> None:
    answer = log_in(leader).get("/api/studies/").json()
    assert answer["count"] == 1
    assert answer["results"][0] | {"id": 0, "region": 0, "created_at": "", "finished_at": ""} == {
        "id": 0,
        "region": 0,
        "region_name": "示例市",
        "title": "示例市全域测算",
        "mode": "merge",
        "total": 6,
        "author": "郑编办",
        "created_at": "",
        "finished_at": "",
        "job_status": "done",
    }


def test_one_study_has_its_split_its_totals_and_every_curve(log_in, leader, study) -> None:
    answer = log_in(leader).get(f"/api/studies/{study.pk}/").json()
    assert (answer["status"], answer["gap"]) == ("optimal", 0.0)
    assert answer["objective"] == answer["bound"]
    assert sum(line["count"] for line in answer["lines"]) == 6
    assert [point["total"] for point in answer["totals"]] == list(range(3, 9))
    first = answer["lines"][0]
    assert first["department_name"] == "示例市财政局"
    assert [point["count"] for point in first["curve"]] == [1, 2, 3, 4]
    picked = sum(line["curve"][line["count"] - 1]["objective"] for line in answer["lines"])
    assert picked == answer["objective"]


def test_a_study_that_is_not_done_says_so(log_in, officer, study) -> None:
    study.outcome, study.finished_at, study.job = {}, None, None
    study.save()
    answer = log_in(officer).get(f"/api/studies/{study.pk}/").json()
    assert (answer["status"], answer["objective"], answer["gap"]) == (None, None, None)
    assert (answer["finished_at"], answer["job_status"], answer["totals"]) == (None, None, [])


def test_people_outside_find_nothing(log_in, clerk, outsider, study) -> None:
    for person in (clerk, outsider):
        client = log_in(person)
        assert client.get("/api/studies/").status_code == 403
        assert client.get(f"/api/studies/{study.pk}/").status_code == 404


def test_is_read_only(log_in, officer, study) -> None:
    client = log_in(officer)
    for url in ("/api/studies/", f"/api/studies/{study.pk}/"):
        assert client.post(url).status_code == 405
