"""职责交叉: the list of pairs, its filters, pages, Excel and API, and who sees any of it."""

import io
import re

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from bigsection.jobs.models import Job
from departments.models import Duty
from mergers.actions import rulings
from mergers.actions.rulings import Decision
from mergers.planning import radar
from similarity.radar import find
from tests.factories import DutyFactory, RegionFactory, SectionFactory
from tests.factories.crossing import ACCIDENTS, EMERGENCY, HOUSING, TRANSPORT
from tests.integration.mergers.conftest import NOON
from tests.pages import is_empty

pytestmark = pytest.mark.django_db


def url(region, name: str = "duty_radar") -> str:
    return reverse(name, args=[region.pk])


def plain(html: str) -> str:
    return re.sub(r"<sup>\d+</sup>|&NoBreak;|<[^>]+>", "", html)


@pytest.fixture
def many(crossing):
    """Twenty more pairs of two departments."""
    for place in range(20):
        text = "".join(chr(0x5E00 + 8 * place + k) for k in range(8))
        for name in ("施工安全科", "事故调查科"):
            DutyFactory.create(section=crossing.sections[name], text=text)
    return crossing


@pytest.fixture
def ruling(crossing, pair, officer):
    decision = Decision("keep", "施工现场归住建，其他归应急。")
    return rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)


def test_shows_both_departments_sections_and_duties_with_the_shared_phrase(
    log_in, officer, crossing
):
    response = log_in(officer).get(url(crossing.region))
    ((item, (one,)),) = response.context["items"]
    assert item.topic is None
    assert (one.pair.a.department_name, one.pair.b.department_name) == (HOUSING, EMERGENCY)
    assert one.points == pytest.approx(100.0, abs=0.01)
    assert "<mark" in response.text
    for words in (HOUSING, EMERGENCY, "施工安全科", "事故调查科", ACCIDENTS, "未裁定"):
        assert words in plain(response.text)
    assert TRANSPORT not in plain(response.text.split('id="radar-list"')[1])


def test_tells_how_many_duties_do_not_count(log_in, officer, crossing):
    found = log_in(officer).get(url(crossing.region)).context["radar"]
    assert (found.duties, found.unscored) == (7, 2)


@pytest.mark.parametrize("who", ["leader", "auditor", "administrator"])
def test_others_of_the_region_read_but_are_not_offered_to_rule(log_in, request, crossing, who):
    response = log_in(request.getfixturevalue(who)).get(url(crossing.region))
    assert response.status_code == 200
    assert not response.context["may_rule"]
    assert "依据" in response.text


@pytest.mark.parametrize("who", ["clerk", "outsider"])
@pytest.mark.parametrize(
    "name", ["duty_radar", "duty_radar_export", "api_duty_radar", "duty_boundaries"]
)
def test_clerks_do_not_see_other_departments(log_in, request, crossing, who, name):
    response = log_in(request.getfixturevalue(who)).get(url(crossing.region, name))
    assert response.status_code == 404
    assert ACCIDENTS not in response.text


def test_the_navigation_offers_it_to_those_who_see_a_region(log_in, officer, clerk, crossing):
    start = reverse("duty_radar_start")
    assert f'href="{start}"' in log_in(officer).get("/").text
    assert log_in(officer).get(start)["Location"] == url(crossing.region)
    assert f'href="{start}"' not in log_in(clerk).get("/").text
    assert log_in(clerk).get(start).status_code == 404


def test_pages_and_keeps_the_filters(log_in, officer, many):
    client = log_in(officer)
    first = client.get(url(many.region), {"likeness": "25"})
    assert first.context["page"].paginator.count == 21
    assert len(first.context["items"]) == 15
    second = client.get(url(many.region), {"likeness": "25", "page": "2"})
    assert len(second.context["items"]) == 6
    assert "likeness=25" in second.text
    hashes = [
        one.pair.hash
        for page in (first, second)
        for _, pairs in page.context["items"]
        for one in pairs
    ]
    assert len(set(hashes)) == 21


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"likeness": "80"}, 1),
        ({"likeness": "nonsense"}, 1),
        ({"likeness": "101"}, 1),
        ({"q": "安全生产"}, 1),
        ({"q": "事故调查科 住房"}, 1),
        ({"q": "公交"}, 0),
        ({"state": "open"}, 1),
        ({"state": "ruled"}, 0),
        ({"department": "99999999999999999999"}, 1),
    ],
)
def test_narrows_the_list(log_in, officer, crossing, query, count):
    response = log_in(officer).get(url(crossing.region), query)
    assert response.context["pair_count"] == count
    assert is_empty(response) is (count == 0)


def test_narrows_to_a_department(log_in, officer, crossing):
    client = log_in(officer)
    for name, count in ((HOUSING, 1), (TRANSPORT, 0)):
        query = {"department": crossing.departments[name].pk}
        assert client.get(url(crossing.region), query).context["pair_count"] == count


def test_what_was_ruled_is_told_and_can_be_left_out(log_in, officer, ruling):
    client = log_in(officer)
    assert "各自保留" in client.get(url(ruling.region)).text
    ruled = client.get(url(ruling.region), {"state": "ruled"}).context
    assert (ruled["pair_count"], ruled["ruled_count"]) == (1, 1)
    assert client.get(url(ruling.region), {"state": "open"}).context["pair_count"] == 0


def test_a_matter_of_three_departments_is_one_entry(log_in, officer, crossing):
    DutyFactory.create(section=crossing.sections["运输管理科"], text=ACCIDENTS)
    response = log_in(officer).get(url(crossing.region))
    ((item, pairs),) = response.context["items"]
    assert (item.topic.departments, len(pairs), item.is_same_text) == (3, 3, True)
    assert "同一事项" in response.text
    assert "radar-rest" not in response.text


def test_of_a_matter_of_many_pairs_the_first_three_are_in_sight(log_in, officer, crossing):
    DutyFactory.create(section=crossing.sections["运输管理科"], text=ACCIDENTS)
    fourth = SectionFactory.create(department__region=crossing.region)
    DutyFactory.create(section=fourth, text=ACCIDENTS)
    response = log_in(officer).get(url(crossing.region))
    ((_, pairs),) = response.context["items"]
    seen, folded = response.text.split("radar-rest")
    assert (len(pairs), seen.count("radar-pair"), folded.count("radar-pair")) == (6, 3, 3)
    assert "其余 3 对" in plain(folded)


def test_a_page_has_the_first_pairs_of_a_matter_and_says_how_many_it_leaves_out(
    log_in, officer, crossing, monkeypatch
):
    monkeypatch.setattr("mergers.presenting.radar.SHOWN", 2)
    DutyFactory.create(section=crossing.sections["运输管理科"], text=ACCIDENTS)
    response = log_in(officer).get(url(crossing.region))
    ((item, pairs),) = response.context["items"]
    assert (len(item.pairs), len(pairs), item.left_out) == (3, 2, 1)


def test_the_pairs_on_a_page_cost_no_query_each(
    log_in, officer, many, django_assert_max_num_queries
):
    client = log_in(officer)
    with django_assert_max_num_queries(12):
        assert len(client.get(url(many.region)).context["items"]) == 15


def test_more_regions_than_four_in_turn_are_compared_once_each(db, monkeypatch):
    compared = []
    monkeypatch.setattr(
        "similarity.radar.find", lambda lines, find=find: compared.append(lines) or find(lines)
    )
    regions = [RegionFactory.create(code=f"9{place}0000") for place in range(1, 7)]
    for place, region in enumerate(regions):
        for name in ("甲局", "乙局"):
            section = SectionFactory.create(department__region=region, department__name=name)
            DutyFactory.create(section=section, text=f"组织第{'一二三四五六'[place]}类安全事故调查")
    found = [radar.radar_of(region) for _ in range(2) for region in regions]
    assert [len(each.pairs) for each in found] == [1] * 12
    assert [each.pairs for each in found[:6]] == [each.pairs for each in found[6:]]
    assert len(compared) == 6


def test_the_same_text_in_two_sections_is_one_duty(log_in, officer, crossing):
    second = SectionFactory.create(department=crossing.departments[HOUSING], name="质量科")
    DutyFactory.create(section=second, text=ACCIDENTS)
    response = log_in(officer).get(url(crossing.region))
    ((_, (one,)),) = response.context["items"]
    assert one.pair.a.elsewhere == 1
    assert "等 1 个科室" in response.text


def test_says_what_to_do_when_there_is_nothing_to_compare(log_in, officer, region):
    assert is_empty(log_in(officer).get(url(region)))


def test_one_department_is_not_enough(log_in, officer, region):
    DutyFactory.create(section=SectionFactory.create())
    assert is_empty(log_in(officer).get(url(region)))


def test_says_so_when_nothing_is_alike(log_in, officer, crossing):
    Duty.objects.filter(text=ACCIDENTS).delete()
    assert is_empty(log_in(officer).get(url(crossing.region)))


def test_a_fragment_for_htmx_and_a_page_without(log_in, officer, crossing, htmx):
    client = log_in(officer)
    assert "<!DOCTYPE html>" in client.get(url(crossing.region)).text
    fragment = client.get(url(crossing.region), headers=htmx)
    assert "<html" not in fragment.text
    assert ACCIDENTS in plain(fragment.text)


def test_a_changed_duty_is_compared_at_once(log_in, officer, crossing):
    client = log_in(officer)
    assert client.get(url(crossing.region)).context["pair_count"] == 1
    crossing.sections["施工安全科"].duties.filter(text=ACCIDENTS).update(text="监督装配式建筑")
    assert not client.get(url(crossing.region)).context["radar"].pairs


def test_the_workbook_holds_texts_and_no_formulas(log_in, officer, crossing):
    for name in ("施工安全科", "事故调查科"):
        DutyFactory.create(section=crossing.sections[name], text="=HYPERLINK(A1)登记危险源目录")
    response = log_in(officer).get(url(crossing.region, "duty_radar_export"))
    assert "attachment" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == 2
    hostile = next(cell for row in rows for cell in row if str(cell.value).startswith("="))
    assert (hostile.data_type, hostile.quotePrefix) == ("s", True)
    texts = {cell.value for row in rows for cell in row}
    assert {HOUSING, EMERGENCY, ACCIDENTS, "未裁定"} <= texts


def test_the_workbook_has_what_the_list_has(log_in, officer, crossing):
    response = log_in(officer).get(url(crossing.region, "duty_radar_export"), {"q": "公交"})
    assert openpyxl.load_workbook(io.BytesIO(response.content)).active.max_row == 1


def test_the_api_gives_pairs_with_their_ruling(log_in, officer, many, pair):
    client = log_in(officer)
    answer = client.get(url(many.region, "api_duty_radar"), {"limit": 5}).json()
    assert (answer["count"], len(answer["results"])) == (21, 5)
    found = client.get(url(many.region, "api_duty_radar"), {"q": ACCIDENTS}).json()["results"]
    assert [row["hash"] for row in found] == [pair.hash]
    assert found[0]["a"]["department_name"] == HOUSING
    assert found[0]["ruling"] is None
    decision = Decision("keep", "划清边界。", "示编办〔2026〕12号")
    rulings.rule(region=many.region, pair=pair, decision=decision, by=officer, at=NOON)
    ruled = client.get(url(many.region, "api_duty_radar"), {"state": "ruled"}).json()["results"]
    assert ruled[0]["ruling"]["document_number"] == "示编办〔2026〕12号"
    assert ruled[0]["ruling"]["state"] == "in_force"


def test_wrong_methods_are_refused(log_in, officer, crossing):
    client = log_in(officer)
    for name in ("duty_radar_export", "duty_boundaries", "api_duty_radar"):
        assert client.post(url(crossing.region, name)).status_code == 405
    assert client.put(url(crossing.region)).status_code == 405


def test_a_large_region_is_compared_by_a_job(log_in, officer, crossing, monkeypatch):
    monkeypatch.setattr(radar, "AT_ONCE", 3)
    client = log_in(officer)
    assert "开始比较" in client.get(url(crossing.region)).text
    assert client.get(url(crossing.region, "duty_radar_export")).status_code == 409
    assert client.get(url(crossing.region, "api_duty_radar")).status_code == 409
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(url(crossing.region))
    job = Job.objects.get(kind="duty_radar")
    assert answer["Location"].startswith(reverse("job_status", args=[job.pk]))
    assert (job.status, job.percent) == ("done", 100)
    response = client.get(url(crossing.region))
    assert response.context["pair_count"] == 1
    monkeypatch.setattr(radar, "AT_ONCE", 15_000)
    at_once = radar.radar_of(crossing.region)
    assert response.context["radar"].pairs == at_once.pairs
    assert response.context["radar"].unscored == at_once.unscored


@pytest.mark.both_databases
def test_a_job_over_other_texts_is_not_taken_for_an_answer(log_in, officer, crossing, monkeypatch):
    monkeypatch.setattr(radar, "AT_ONCE", 3)
    client = log_in(officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(url(crossing.region))
    assert client.get(url(crossing.region)).context["radar"] is not None
    DutyFactory.create(section=crossing.sections["运输管理科"], text="管理巡游出租汽车")
    assert client.get(url(crossing.region)).context["radar"] is None


def test_a_comparison_under_way_is_joined(log_in, officer, crossing):
    client = log_in(officer)
    first, second = client.post(url(crossing.region)), client.post(url(crossing.region))
    assert first["Location"] == second["Location"]
    assert Job.objects.filter(kind="duty_radar").count() == 1
