"""The page of a region study: progress, what came of it, another split, drafts, who may what."""

import io

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from bigsection.jobs.models import Job, JobStatus
from departments.actions.structure_changes import structure_changed
from mergers.actions import studies
from mergers.models import MergePlan, PlanStatus, RegionStudy
from mergers.planning import PlanRequest
from tests.factories import (
    DepartmentFactory,
    DutyFactory,
    MembershipFactory,
    MergePlanFactory,
    UserFactory,
)
from tests.integration.mergers.conftest import NOON, participants_of
from tests.pages import press, sent_by

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
POSTS = ("cancel", "resume", "split", "plans", "discard")


def url_of(study: RegionStudy, step: str = "") -> str:
    return reverse(f"region_study_{step}" if step else "region_study", args=[study.pk])


@pytest.fixture
def waiting(neighbours, officer) -> RegionStudy:
    """A study whose job no worker has taken yet."""
    return studies.start(
        region=neighbours[0].region,
        title="示例市全域测算",
        total=6,
        request=PlanRequest(),
        participants=participants_of(neighbours),
        by=officer,
        at=NOON,
    )


def test_the_page_shows_before_after_and_every_department(log_in, officer, study) -> None:
    response = log_in(officer).get(url_of(study))
    figures = response.context["figures"]
    assert (figures.sections, figures.total, figures.measured) == (8, 6, 3)
    assert "−2, −25" in response.text
    assert "已证明" in response.text
    for row in response.context["page"].object_list:
        assert row.line.department.name in response.text
        assert row.distance.points == pytest.approx(row.optimum.score - row.today)
        assert not row.compared
        assert not row.stale
    assert response.text.count('class="spark"') == 3
    assert "<svg" in response.context["curve"]
    assert "本次分配（总分最高） 6 个" in response.context["curve"]


def test_the_mean_of_the_split_is_what_the_curve_says(log_in, officer, study) -> None:
    context = log_in(officer).get(url_of(study)).context
    totals = dict(context["totals"])
    assert totals[6] == pytest.approx(context["figures"].allotted)
    assert totals[8] == pytest.approx(context["figures"].today)
    assert max(totals.values()) <= context["figures"].best + 1e-9


def test_a_plan_of_the_same_structure_is_what_the_distance_is_taken_from(
    log_in, officer, study, department, clerk
) -> None:
    from mergers.actions import plans

    request = PlanRequest.from_json(study.request | {"count": 2})
    plan = plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
    row = row_of(log_in(officer).get(url_of(study)), department)
    assert (row.plan, row.compared) == (plan, True)
    assert row.distance.points == pytest.approx(row.optimum.score - plan.score)


def test_a_plan_of_another_mode_or_structure_is_not_compared(
    log_in, officer, study, department
) -> None:
    MergePlanFactory.create(department=department)  # its baseline is another structure
    row = row_of(log_in(officer).get(url_of(study)), department)
    assert row.plan is not None
    assert not row.compared
    assert row.distance.points == pytest.approx(row.optimum.score - row.today)


def row_of(response, department):
    rows = response.context["page"].object_list
    return next(row for row in rows if row.line.department == department)


def test_departments_that_changed_since_are_marked(
    log_in, officer, study, sections, department
) -> None:
    DutyFactory.create(section=sections["办公室"], text="负责档案管理")
    structure_changed([department.pk])
    response = log_in(officer).get(url_of(study))
    assert [row.line.department for row in response.context["page"].object_list if row.stale] == [
        department
    ]
    assert "有变动</span>" in response.text


@pytest.mark.both_databases
def test_a_study_of_more_departments_reads_the_database_no_more_often(
    log_in, officer, study, django_assert_max_num_queries
) -> None:
    more = DepartmentFactory.create_batch(4, region=study.region)
    [first, *_] = study.lines.all()
    for position, each in enumerate(more, start=10):
        first.pk, first.department, first.position = None, each, position
        first.save()
        MergePlanFactory.create(department=each)
    client = log_in(officer)
    with django_assert_max_num_queries(15):
        page = client.get(url_of(study))
    assert len(page.context["page"]) == 7
    with django_assert_max_num_queries(10):
        answer = client.get(reverse("api_region_study_detail", args=[study.pk])).json()
    assert len(answer["lines"]) == 7


def test_a_page_has_a_hundred_departments_and_shares_out_for_all(
    log_in, officer, study, monkeypatch
) -> None:
    monkeypatch.setattr("mergers.views.region_study.PER_PAGE", 2)
    client = log_in(officer)
    pages = [client.get(url_of(study), {"page": page}) for page in (1, 2)]
    assert [len(page.context["page"]) for page in pages] == [2, 1]
    assert {page.context["figures"].departments for page in pages} == {3}
    last = f"{url_of(study, 'split')}?page=2"
    key = pages[1].context["page"][0].line.pk
    press(client, f"{url_of(study)}?page=2", last, {"total": "6", f"low-{key}": "1"})
    assert study.lines.filter(count__isnull=False).count() == 3


@pytest.mark.parametrize("sort", ["sections", "count", "today", "score", "best", "distance"])
def test_rows_can_be_sorted_both_ways(log_in, officer, study, sort) -> None:
    from mergers.presenting.studies import SORT_KEYS

    client = log_in(officer)
    for sign, falling in (("", False), ("-", True)):
        rows = client.get(url_of(study), {"sort": sign + sort}).context["page"].object_list
        keys = [SORT_KEYS[sort](row) for row in rows]
        assert keys == sorted(keys, reverse=falling)
    assert len(client.get(url_of(study), {"sort": "x"}).context["page"].object_list) == 3


def test_while_the_job_waits_the_page_asks_again_and_can_stop_it(log_in, officer, waiting) -> None:
    client = log_in(officer)
    page = client.get(url_of(waiting))
    assert 'hx-trigger="every 1s"' in page.text
    assert page.text.count("待算") == 3
    assert url_of(waiting, "cancel") in page.text
    fragment = client.get(url_of(waiting), **HTMX)
    assert "<html" not in fragment.text
    assert fragment.text.lstrip().startswith('<div id="region-study"')
    assert client.post(url_of(waiting, "cancel")).status_code == 302
    assert Job.objects.get().status == JobStatus.CANCELLED


def test_lines_appear_while_the_job_runs(log_in, officer, waiting) -> None:
    from tests.integration.mergers.test_region_study_work import Cancelled, StopsAt, measure

    with pytest.raises(Cancelled):
        measure(waiting, StopsAt("审计局"))
    told = "正在测算示例市审计局（2/3）"
    Job.objects.update(status=JobStatus.RUNNING, message=told)
    text = log_in(officer).get(url_of(waiting), **HTMX).text
    assert told in text
    assert text.count('class="spark"') == 1
    assert text.count("待算") == 2


def test_a_page_that_still_asks_is_sent_to_the_whole_page_at_the_end(
    log_in, officer, study
) -> None:
    response = log_in(officer).get(url_of(study), **HTMX)
    assert response["HX-Refresh"] == "true"


def test_what_was_not_measured_when_it_was_stopped_says_so(log_in, officer, waiting) -> None:
    client = log_in(officer)
    client.post(url_of(waiting, "cancel"))
    text = client.get(url_of(waiting)).text
    assert "测算没有完成" in text
    assert text.count(">未算<") == 3
    assert "继续测算" in text
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(url_of(waiting, "resume")).status_code == 302
    waiting.refresh_from_db()
    assert waiting.finished_at is not None
    assert "继续测算" not in client.get(url_of(waiting)).text
    Job.objects.update(status=JobStatus.CANCELLED)  # as of a longer run that was stopped
    assert "测算没有完成" not in client.get(url_of(waiting)).text


def test_a_job_that_failed_says_why_and_can_be_continued(log_in, officer, waiting) -> None:
    Job.objects.update(status=JobStatus.FAILED, message="程序出错。")
    text = log_in(officer).get(url_of(waiting)).text
    assert "程序出错。" in text
    assert "继续测算" in text


def test_another_total_is_shared_out_at_once(log_in, officer, study) -> None:
    client = log_in(officer)
    response = press(client, url_of(study), url_of(study, "split"), {"total": "5"}, follow=True)
    assert "已重新分配" in response.text
    assert response.context["figures"].total == 5
    fragment = press(client, url_of(study), url_of(study, "split"), {"total": "4"}, **HTMX)
    assert "<html" not in fragment.text
    assert fragment.context["figures"].total == 4
    assert 'hx-swap-oob="true"' in fragment.text
    press(client, url_of(study), url_of(study, "split"), {"free": "1", "total": "5"})
    study.refresh_from_db()
    assert study.total is None


def test_other_limits_are_kept_with_the_split(log_in, officer, study) -> None:
    first, second, third = study.lines.all()
    fields = {
        f"low-{first.pk}": "1",
        f"high-{first.pk}": "4",
        f"low-{second.pk}": "3",
        f"high-{second.pk}": "3",
    }
    press(log_in(officer), url_of(study), url_of(study, "split"), {"total": "6", **fields})
    lines = [(line.low, line.high) for line in study.lines.all()]
    assert lines == [(None, None), (3, None), (None, None)]  # 1 to all of them is no limit
    assert study.lines.get(pk=second.pk).count == 3
    assert third.pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"total": "2"}, "可以分配的总数是 3–8，分配不了 2"),
        ({"total": ""}, "请填写科室总数"),
        ({"total": "六"}, "科室总数请填整数"),
        ({"total": "6", "low": "x"}, "请填整数"),
        ({"total": "6", "low": "5"}, "请填 1–4 之间的整数"),
        ({"total": "6", "low": "3", "high": "2"}, "下限不能超过上限"),
    ],
)
def test_what_cannot_be_shared_out_comes_back_with_the_reason(
    log_in, officer, study, fields, words
) -> None:
    first = study.lines.all()[0]
    data = {
        "total": fields["total"],
        f"low-{first.pk}": fields.get("low", ""),
        f"high-{first.pk}": fields.get("high", ""),
    }
    client = log_in(officer)
    response = press(client, url_of(study), url_of(study, "split"), data)
    assert response.status_code == 422
    assert words in response.text
    assert f'name="low-{first.pk}" value="{data[f"low-{first.pk}"]}"' in response.text
    refused = press(client, url_of(study), url_of(study, "split"), data, **HTMX)
    assert refused.status_code == 422
    assert words in refused.text
    study.refresh_from_db()
    assert study.total == 6


@pytest.mark.both_databases
def test_drafts_are_made_for_all_or_for_one(log_in, officer, study, department) -> None:
    client = log_in(officer)
    line = study.lines.get(department=department)
    with TestCase.captureOnCommitCallbacks(execute=True):
        press(client, url_of(study), url_of(study, "plans"), {"line": line.pk})
    assert [plan.department for plan in MergePlan.objects.all()] == [department]
    with TestCase.captureOnCommitCallbacks(execute=True):
        press(client, url_of(study), url_of(study, "plans"), {"line": ""})
    text = client.get(url_of(study)).text
    assert "按分配生成了" in text
    assert reverse("plan_detail", args=[study.lines.get(pk=line.pk).plan_id]) in text
    no_line = str(max(study.lines.values_list("pk", flat=True)) + 1)
    assert client.post(url_of(study, "plans"), {"line": no_line}).status_code == 404
    assert client.post(url_of(study, "plans"), {"line": "x"}).status_code == 404


def test_departments_whose_plan_waits_are_named(log_in, officer, study, department) -> None:
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    client = log_in(officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        press(client, url_of(study), url_of(study, "plans"), {"line": ""})
    assert f"{department.name}：" in client.get(url_of(study)).text


@pytest.mark.both_databases
def test_a_total_that_cannot_be_says_which_can(log_in, officer, neighbours) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = studies.start(
            region=neighbours[0].region,
            title="测算",
            total=3,
            request=PlanRequest(max_members=2),
            participants=participants_of(neighbours),
            by=officer,
            at=NOON,
        )
    text = log_in(officer).get(url_of(made)).text
    assert "总数分配不了" in text
    assert "5–8" in text
    assert "按分配生成方案" not in text


def test_discarding_leads_back_to_the_list(log_in, officer, study) -> None:
    response = press(log_in(officer), url_of(study), url_of(study, "discard"), follow=True)
    assert response.redirect_chain[0][0] == reverse("region_study_list")
    assert "已删除测算" in response.text
    assert not RegionStudy.objects.exists()


def test_leaders_and_auditors_read_and_change_nothing(log_in, leader, auditor, study) -> None:
    for person in (leader, auditor):
        client = log_in(person)
        text = client.get(url_of(study)).text
        for step in POSTS:
            assert url_of(study, step) not in text
            assert client.post(url_of(study, step), {"total": "5"}).status_code == 403
        assert client.get(url_of(study, "export")).status_code == 200
    study.refresh_from_db()
    assert study.total == 6


def test_who_does_not_answer_for_the_region_finds_nothing(log_in, clerk, outsider, study) -> None:
    nobody = UserFactory.create()
    elsewhere = MembershipFactory.create(role="officer", region__code="990300").user
    for person in (clerk, outsider, nobody, elsewhere):
        client = log_in(person)
        for url in (url_of(study), url_of(study, "export")):
            assert client.get(url).status_code == 404
        for step in POSTS:
            assert client.post(url_of(study, step)).status_code == 404
    assert RegionStudy.objects.exists()


def test_each_address_answers_to_its_own_method(log_in, officer, study) -> None:
    client = log_in(officer)
    for step in POSTS:
        assert client.get(url_of(study, step)).status_code == 405
    for step in ("", "export"):
        assert client.post(url_of(study, step)).status_code == 405


@pytest.mark.both_databases
def test_steps_out_of_order_are_refused(log_in, officer, study) -> None:
    client = log_in(officer)
    assert client.post(url_of(study, "cancel")).status_code == 409
    RegionStudy.objects.update(finished_at=None)
    for step, fields in (("split", {"total": "5"}), ("plans", {})):
        assert client.post(url_of(study, step), fields).status_code == 409


def test_the_workbook_has_the_split_the_sums_and_the_curves(
    log_in, officer, study, department
) -> None:
    department.name = "=1+1"
    department.save()
    structure_changed([department.pk])
    response = log_in(officer).get(url_of(study, "export"))
    assert response["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["分配结果", "总数与总分", "各部门曲线"]
    split = list(book["分配结果"].iter_rows(min_row=2, values_only=True))
    assert sum(row[5] for row in split) == 6
    first = book["分配结果"]["A2"]
    assert (first.value, first.data_type, first.quotePrefix) == ("=1+1", "s", True)
    assert "重新测算" in split[0][12]
    sums = list(book["总数与总分"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in sums] == list(range(3, 9))
    assert [row[2] for row in sums if row[0] == 6] == ["本次分配"] or sums[3][2] == "总分最高"
    curves = list(book["各部门曲线"].iter_rows(min_row=2, values_only=True))
    assert len(curves) == 8
    assert {row[4] for row in curves} == {"最优，已证明"}


def test_queries_do_not_grow_with_departments(
    log_in, officer, study, neighbours, django_assert_max_num_queries
) -> None:
    from tests.factories import DepartmentFactory, SectionFactory

    more = [DepartmentFactory.create(region=neighbours[0].region) for _ in range(12)]
    for each in more:
        SectionFactory.create(department=each)
    with TestCase.captureOnCommitCallbacks(execute=True):
        large = studies.start(
            region=neighbours[0].region,
            title="测算",
            total=None,
            request=PlanRequest(),
            participants=participants_of([*neighbours, *more]),
            by=officer,
            at=NOON,
        )
    client = log_in(officer)
    with django_assert_max_num_queries(22):
        client.get(url_of(large))


def test_a_total_out_of_all_reason_is_refused_by_its_name(log_in, officer, study) -> None:
    response = press(log_in(officer), url_of(study), url_of(study, "split"), {"total": "99999999"})
    assert response.status_code == 422
    assert "科室总数最多 99999 个。" in response.text


@pytest.mark.parametrize("step", ["split", "plans", "discard"])
def test_what_another_shared_out_meanwhile_is_not_decided_upon(
    log_in, officer, study, step
) -> None:
    client = log_in(officer)
    old = sent_by(client.get(url_of(study)), url_of(study, step))
    studies.resplit(study=study, total=5, limits={}, by=officer, at=NOON)
    refused = client.post(url_of(study, step), {"total": "6"} | old | {"line": ""})
    assert refused.status_code == 409
    study.refresh_from_db()
    assert study.total == 5
    assert not MergePlan.objects.exists()
