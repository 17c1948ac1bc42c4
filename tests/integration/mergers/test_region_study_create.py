"""Starting a region study: the form's defaults, what it refuses, and the job that it starts."""

import pytest
from django.test import TestCase
from django.urls import reverse

from mergers.models import RegionStudy
from tests.factories import DepartmentFactory, MembershipFactory, RegionFactory, SectionFactory
from tests.pages import is_empty

pytestmark = pytest.mark.django_db
URL = "/studies/new/"


def fields_of(region, departments, **changes) -> dict[str, object]:
    """The form as a browser would send it untouched, with changes."""
    fields: dict[str, object] = {
        "region": region.pk,
        "title": "示例市全域测算",
        "total_kind": "percent",
        "percent": "25",
        "total": "6",
        "mode": "merge",
        "max_members": "4",
        "max_people": "",
        "time_limit_s": "20",
        "kind_groups": "business|enforcement|general+party",
    }
    for department in departments:
        number = department.sections.count()
        key = department.pk
        fields |= {f"take-{key}": "on", f"low-{key}": "1", f"high-{key}": str(number)}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def send(client, fields):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(URL, fields)


def test_the_form_proposes_a_quarter_less_and_no_limits(log_in, officer, neighbours) -> None:
    DepartmentFactory.create(region=neighbours[0].region, name="示例市空局")
    response = log_in(officer).get(URL)
    form = response.context["form"]
    assert (form["percent"].value(), form["total"].value()) == ("25", 6)
    assert [(row.low, row.high, row.taken) for row in form.rows] == [
        ("1", "4", True),
        ("1", "3", True),
        ("1", "1", True),
    ]
    assert form["max_members"].value() == 4
    assert "：示例市空局" in response.text


def test_it_starts_with_the_region_of_most_departments(log_in, officer, neighbours) -> None:
    small = RegionFactory.create(code="990000", name="小市")
    MembershipFactory.create(user=officer, role="officer", region=small)
    SectionFactory.create(department=DepartmentFactory.create(region=small))
    client = log_in(officer)
    assert client.get(URL).context["region"] == neighbours[0].region
    assert client.get(URL, {"region": small.pk}).context["region"] == small


def test_a_good_form_starts_the_study_and_leads_to_it(log_in, officer, neighbours) -> None:
    client = log_in(officer)
    response = send(client, fields_of(neighbours[0].region, neighbours))
    study = RegionStudy.objects.get()
    assert response["Location"] == reverse("region_study", args=[study.pk])
    assert (study.total, study.author, study.region) == (6, officer, neighbours[0].region)
    assert [(line.low, line.high) for line in study.lines.all()] == [(None, None)] * 3
    assert study.request["kind_groups"] == [["business"], ["enforcement"], ["general", "party"]]
    assert study.request["same_line"] is False
    assert study.finished_at is not None


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({"percent": "50"}, 4),
        ({"total_kind": "exact", "total": "7"}, 7),
        ({"total_kind": "free", "total": "", "percent": ""}, None),
    ],
)
def test_the_total_can_be_said_in_three_ways(log_in, officer, neighbours, changes, total) -> None:
    send(log_in(officer), fields_of(neighbours[0].region, neighbours, **changes))
    assert RegionStudy.objects.get().total == total


def test_departments_that_are_not_ticked_take_no_part(log_in, officer, neighbours) -> None:
    out = {f"take-{neighbours[0].pk}": None}
    send(log_in(officer), fields_of(neighbours[0].region, neighbours, **out))
    study = RegionStudy.objects.get()
    assert [line.department for line in study.lines.all()] == neighbours[1:]
    assert study.total == 3  # a quarter less than 4


def test_limits_and_rules_are_stored(log_in, officer, neighbours) -> None:
    changes = {
        f"low-{neighbours[0].pk}": "2",
        f"high-{neighbours[0].pk}": "3",
        "no_one_person": "on",
        "mode": "co-locate",
        "max_people": "12",
        "min_people": "2",
        "business_percent": "50",
    }
    send(log_in(officer), fields_of(neighbours[0].region, neighbours, **changes))
    study = RegionStudy.objects.get()
    first = study.lines.all()[0]
    assert (first.low, first.high) == (2, 3)
    assert study.request["mode"] == "co-locate"
    assert (study.request["min_people"], study.request["max_people"]) == (2, 12)
    assert (study.request["fewest_small"], study.request["business_share"]) == (1, 0.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total_kind": "exact", "total": ""}, "请填写整合后的科室总数"),
        ({"percent": ""}, "请填写减少的百分数"),
        ({"title": ""}, "必填"),
        ({"total_kind": "exact", "total": "2"}, "下限之和是 3，总数不能是 2"),
        ({"total_kind": "exact", "total": "9"}, "上限之和是 8，总数不能是 9"),
        ({"low": "5"}, "请填 1–4 之间的整数"),
        ({"low": "3", "high": "2"}, "下限不能超过上限"),
        ({"low": "一"}, "请填整数"),
        ({"nobody": True}, "没有选择部门"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_starts(
    log_in, officer, neighbours, changes, words
) -> None:
    changes = dict(changes)
    first = neighbours[0].pk
    for end in ("low", "high"):
        if end in changes:
            changes[f"{end}-{first}"] = changes.pop(end)
    taken = [] if changes.pop("nobody", False) else neighbours
    response = send(log_in(officer), fields_of(neighbours[0].region, taken, **changes))
    assert response.status_code == 422
    assert words in response.text
    assert not RegionStudy.objects.exists()


def test_a_second_study_while_one_runs_is_a_conflict(log_in, officer, neighbours) -> None:
    client = log_in(officer)
    fields = fields_of(neighbours[0].region, neighbours)
    assert client.post(URL, fields).status_code == 302  # no worker takes its job
    assert client.post(URL, fields).status_code == 409


def test_an_officer_of_two_regions_chooses_one(log_in, officer, neighbours) -> None:
    other = RegionFactory.create(code="990300", name="远市")
    MembershipFactory.create(user=officer, region=other)
    SectionFactory.create(department=DepartmentFactory.create(region=other, name="远市财政局"))
    client = log_in(officer)
    assert "远市财政局" not in client.get(URL).text
    text = client.get(URL, {"region": other.pk}).text
    assert "远市财政局" in text
    assert "示例市财政局" not in text
    for wrong in ("0", "x", "999999"):
        assert client.get(URL, {"region": wrong}).status_code == 404


def test_a_region_without_sections_says_what_to_do(log_in, officer) -> None:
    response = log_in(officer).get(URL)
    text = response.text
    assert is_empty(response)
    assert reverse("import_list") in text


def test_only_officers_start_studies(
    log_in, leader, auditor, administrator, clerk, outsider, neighbours
) -> None:
    for person in (leader, auditor, administrator, clerk, outsider):
        client = log_in(person)
        assert client.get(URL).status_code == 403
        fields = fields_of(neighbours[0].region, neighbours)
        assert client.post(URL, fields).status_code == 403
    assert not RegionStudy.objects.exists()


def test_an_officer_of_another_region_cannot_name_ours(log_in, neighbours) -> None:
    elsewhere = MembershipFactory.create(role="officer", region__code="990300").user
    fields = fields_of(neighbours[0].region, neighbours)
    assert log_in(elsewhere).post(URL, fields).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total": "7"}, "您填写了“恰好多少个”的 7，但选择的是“减少百分之几”"),
        ({"total_kind": "exact", "percent": "50"}, "您填写了“减少百分之几”的 50，但选择的是“恰好"),
        ({"total_kind": "free", "total": "7"}, "但选择的是“不限，取总分最高的”"),
        ({"total_kind": "exact", "total": "99999999"}, "科室总数最多 99999 个。"),
    ],
)
def test_a_number_that_would_not_count_is_asked_about(
    log_in, officer, neighbours, changes, words
) -> None:
    response = send(log_in(officer), fields_of(neighbours[0].region, neighbours, **changes))
    assert response.status_code == 422
    assert words in response.text
    assert not RegionStudy.objects.exists()
