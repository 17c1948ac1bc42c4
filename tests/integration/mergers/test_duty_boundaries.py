"""职责边界: the register of rulings with states, plans, filters, Excel and API."""

import io

import openpyxl
import pytest
from django.urls import reverse

from mergers.actions import rulings
from mergers.actions.rulings import Decision
from mergers.models import DutyMove, DutyRuling
from mergers.queries.boundaries import STATES
from tests.factories import MergePlanFactory
from tests.factories.crossing import ACCIDENTS, EMERGENCY, HOUSING, TRANSPORT
from tests.integration.mergers.conftest import NOON
from tests.pages import is_empty


def url(region, name: str = "duty_boundaries") -> str:
    return reverse(name, args=[region.pk])


@pytest.fixture
def transfer(crossing, pair, officer) -> DutyRuling:
    """住建 gives to 应急, not carried out."""
    decision = Decision(
        "transfer", "统一由应急负责。", "示编办〔2026〕12号", "a", crossing.sections["事故调查科"]
    )
    return rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)


def test_says_what_to_do_while_there_is_no_ruling(log_in, officer, region):
    text = log_in(officer).get(url(region)).text
    assert "还没有裁定" in text
    assert url(region, "duty_radar") in text


def test_lists_who_gives_what_to_whom_with_the_document(log_in, officer, crossing, transfer):
    text = log_in(officer).get(url(crossing.region)).text
    for words in (ACCIDENTS, "统一由应急负责。", "示编办〔2026〕12号", "待划转", "尚未列入方案"):
        assert words in text
    assert f"{HOUSING} → {EMERGENCY} · 事故调查科" in text


def test_names_the_plan_that_carries_it_and_whether_it_is_done(log_in, officer, crossing, transfer):
    plan = MergePlanFactory.create(department=crossing.departments[HOUSING], title="合并 2→1")
    DutyMove.objects.create(
        plan=plan,
        duty=transfer.duty_a,
        origin=crossing.sections["施工安全科"],
        text=transfer.text_a,
        section=transfer.receiver,
        ruling=transfer,
    )
    client = log_in(officer)
    text = client.get(url(crossing.region)).text
    assert reverse("plan_detail", args=[plan.pk]) in text
    assert "合并 2→1" in text
    DutyRuling.objects.update(executed_at=NOON)
    assert "已划转" in client.get(url(crossing.region)).text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"verdict": "transfer"}, 1),
        ({"verdict": "keep"}, 0),
        ({"state": "waiting"}, 1),
        ({"state": "gone"}, 0),
        ({"q": "12号"}, 1),
        ({"q": "公交"}, 0),
        ({"state": "nonsense"}, 1),
        ({"department": "没有的局"}, 0),
    ],
)
def test_narrows_the_register(log_in, officer, crossing, transfer, query, count):
    response = log_in(officer).get(url(crossing.region), query)
    assert response.context["page"].paginator.count == count
    assert is_empty(response) is (count == 0)


@pytest.mark.both_databases
def test_the_states_that_narrow_are_the_states_that_are_shown(
    log_in, officer, crossing, transfer, django_assert_max_num_queries
):
    fixed = ("region", "department_a", "department_b", "text_a", "text_b", "similarity", "by", "at")
    usual = {name: getattr(transfer, name) for name in fixed} | {"boundary": "各管一段"}
    moving = {"verdict": "transfer", "giving": "a", "receiver": transfer.receiver}
    kept, gone_a, gone_b = {"verdict": "keep"}, {"text_a": "没有了"}, {"text_b": "没有了"}
    others = [moving | gone_a, moving | gone_b, moving | {"executed_at": NOON}, kept | gone_b]
    for place, other in enumerate((*others, *[kept] * 9)):
        DutyRuling.objects.create(pair_hash=str(place), **usual | other)
    client = log_in(officer)
    shown = {}
    for state in STATES:
        with django_assert_max_num_queries(12):
            page = client.get(url(crossing.region), {"state": state}).context["page"]
        assert {one.state for one in page} == {state}
        shown[state] = len(page)
    assert shown == {"in_force": 9, "waiting": 2, "executed": 1, "gone": 2}


def test_narrows_to_a_department(log_in, officer, crossing, transfer):
    client = log_in(officer)
    for name, count in ((EMERGENCY, 1), (TRANSPORT, 0)):
        query = {"department": crossing.departments[name].pk}
        page = client.get(url(crossing.region), query).context["page"]
        assert page.paginator.count == count


def test_a_ruling_without_its_duty_is_void(log_in, officer, crossing, transfer):
    crossing.duty(HOUSING, ACCIDENTS).delete()
    assert "已失效" in log_in(officer).get(url(crossing.region)).text


def test_a_fragment_for_htmx(log_in, officer, crossing, transfer, htmx):
    text = log_in(officer).get(url(crossing.region), headers=htmx).text
    assert "<html" not in text
    assert ACCIDENTS in text


def test_the_workbook_holds_every_column(log_in, leader, crossing, transfer):
    response = log_in(leader).get(url(crossing.region, "duty_boundaries_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    titles = [cell.value for cell in sheet[1]]
    row = dict(zip(titles, [cell.value for cell in sheet[2]], strict=True))
    assert (row["状态"], row["裁定"], row["划出部门"]) == ("待划转", "划转归并", HOUSING)
    assert (row["划入科室"], row["文号"]) == (f"{EMERGENCY} · 事故调查科", "示编办〔2026〕12号")
    assert all(cell.quotePrefix for cell in sheet[2] if cell.value)


def test_the_api_gives_the_register(log_in, auditor, crossing, transfer):
    (row,) = log_in(auditor).get(url(crossing.region, "api_duty_boundaries")).json()["results"]
    assert (row["verdict"], row["state"], row["giving"]) == ("transfer", "waiting", "a")
    assert (row["receiver"], row["plans"], row["executed_at"]) == (transfer.receiver_id, [], None)
    none = log_in(auditor).get(url(crossing.region, "api_duty_boundaries"), {"verdict": "keep"})
    assert none.json()["count"] == 0


@pytest.mark.parametrize("name", ["duty_boundaries_export", "api_duty_boundaries"])
@pytest.mark.parametrize("who", ["clerk", "outsider"])
def test_clerks_do_not_read_the_register(log_in, request, crossing, transfer, who, name):
    response = log_in(request.getfixturevalue(who)).get(url(crossing.region, name))
    assert response.status_code == 404
