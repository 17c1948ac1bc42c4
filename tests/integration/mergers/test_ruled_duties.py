"""What a department is told of rulings: on its duties, before its next plan, and what it receives."""

import pytest
from django.urls import reverse

from departments.models import Role
from mergers.actions import approvals, plans, rulings
from mergers.actions.rulings import Decision
from mergers.models import DutyRuling
from mergers.planning import PlanRequest
from mergers.planning.radar import radar_of
from mergers.queries import boundaries
from tests.factories import DutyFactory, MembershipFactory, SectionFactory, UserFactory
from tests.factories.crossing import ACCIDENTS, EMERGENCY, HOUSING
from tests.integration.mergers.conftest import NOON

OTHERS_TEXT = "统计分析事故数据"


def clerk_of(department):
    user = UserFactory.create()
    place = {"region": department.region, "department": department}
    MembershipFactory.create(user=user, role=Role.CLERK, **place)
    return user


def duties_tab(department) -> str:
    return reverse("department_detail", args=[department.pk]) + "?tab=duties"


def create(department) -> str:
    return reverse("plan_create", args=[department.pk])


@pytest.fixture
def transfer(crossing, pair, officer) -> DutyRuling:
    SectionFactory.create(department=crossing.departments[HOUSING], name="办公室")
    SectionFactory.create(department=crossing.departments[EMERGENCY], name="办公室")
    decision = Decision(
        "transfer", "统一由应急负责。", "示编办〔2026〕12号", "a", crossing.sections["事故调查科"]
    )
    return rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)


def test_a_clerk_sees_what_was_ruled_on_an_own_duty_and_of_the_other_only_the_name(
    log_in, crossing, transfer
):
    giver = crossing.departments[HOUSING]
    text = log_in(clerk_of(giver)).get(duties_tab(giver)).text
    for words in ("裁定划出", EMERGENCY, "统一由应急负责。", "示编办〔2026〕12号"):
        assert words in text
    assert "事故调查科" not in text
    assert OTHERS_TEXT not in text


@pytest.mark.both_databases
def test_the_receiver_is_told_how_many_duties_come(log_in, crossing, transfer):
    receiver = crossing.departments[EMERGENCY]
    text = log_in(clerk_of(receiver)).get(duties_tab(receiver)).text
    for words in ("将接收 1 项职责", HOUSING, "裁定归并到本部门"):
        assert words in text
    assert "施工安全科" not in text
    assert "建筑施工现场" not in text


def test_a_boundary_is_told_to_both(log_in, crossing, pair, officer):
    decision = Decision("keep", "现场归住建。")
    rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)
    for own, other in ((HOUSING, EMERGENCY), (EMERGENCY, HOUSING)):
        department = crossing.departments[own]
        text = log_in(clerk_of(department)).get(duties_tab(department)).text
        assert "已划清边界" in text
        assert f"与{other}" in text


def test_unrelated_duties_are_nobodys_news(log_in, crossing, pair, officer):
    decision = Decision("unrelated")
    rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)
    department = crossing.departments[HOUSING]
    assert "裁定" not in log_in(clerk_of(department)).get(duties_tab(department)).text


def test_the_page_of_a_section_tells_it_too(log_in, crossing, transfer):
    section = crossing.sections["施工安全科"]
    address = reverse("section_detail", args=[section.pk])
    assert "裁定划出" in log_in(clerk_of(section.department)).get(address).text


def test_the_next_plan_carries_the_transfer_unless_it_is_left_out(log_in, crossing, transfer):
    giver = crossing.departments[HOUSING]
    response = log_in(clerk_of(giver)).get(create(giver))
    assert "职责划转（按裁定）" in response.text
    assert response.context["carried"] == {str(transfer.pk)}
    assert f'name="rulings" value="{transfer.pk}" checked' in response.text


@pytest.mark.parametrize("ticked", [True, False])
def test_what_is_ticked_reaches_the_planner(log_in, crossing, transfer, monkeypatch, ticked):
    asked: list[PlanRequest] = []

    def remember(*, request, **other):
        asked.append(request)
        raise rulings.Invalid("到此为止。", hint="")

    monkeypatch.setattr("mergers.actions.plans.propose_soon", remember)
    giver = crossing.departments[HOUSING]
    wish = {"count_kind": "exact", "count": "1", "mode": "merge", "alternatives": "0"}
    wish |= {"rulings": [str(transfer.pk)]} if ticked else {}
    log_in(clerk_of(giver)).post(create(giver), wish)
    assert asked[0].rulings == ((transfer.pk,) if ticked else ())


def test_a_request_with_rulings_survives_a_job():
    request = PlanRequest(count=2, rulings=(4, 7), keep=(1,))
    assert PlanRequest.from_json(request.to_json()) == request


def test_a_ruling_of_another_department_cannot_be_slipped_in(log_in, crossing, transfer):
    other = crossing.departments[EMERGENCY]
    wish = {"count_kind": "exact", "count": "1", "mode": "merge", "rulings": [str(transfer.pk)]}
    answer = log_in(clerk_of(other)).post(create(other), wish)
    assert answer.status_code == 422


def test_what_is_carried_out_or_void_is_not_offered_again(log_in, crossing, transfer):
    giver = crossing.departments[HOUSING]
    client = log_in(clerk_of(giver))
    DutyRuling.objects.update(executed_at=NOON)
    assert client.get(create(giver)).context["transfers"] == []
    DutyRuling.objects.update(executed_at=None)
    crossing.duty(HOUSING, ACCIDENTS).delete()
    assert client.get(create(giver)).context["transfers"] == []
    DutyFactory.create(section=crossing.sections["施工安全科"], text=ACCIDENTS)
    assert len(client.get(create(giver)).context["transfers"]) == 1


def test_the_receivers_next_plan_tells_what_comes(log_in, crossing, transfer):
    receiver = crossing.departments[EMERGENCY]
    text = log_in(clerk_of(receiver)).get(create(receiver)).text
    assert "将接收 1 项职责" in text
    assert 'name="rulings"' not in text


def test_the_receivers_plan_tells_what_comes(log_in, crossing, transfer):
    receiver = crossing.departments[EMERGENCY]
    clerk = clerk_of(receiver)
    plan = plans.propose(department=receiver, request=PlanRequest(count=1), by=clerk, at=NOON)[0]
    address = reverse("plan_detail", args=[plan.pk]) + "?tab=duties"
    assert "将接收 1 项职责" in log_in(clerk).get(address).text


def test_a_plan_carries_out_the_transfer_and_the_register_says_so(
    log_in, crossing, transfer, officer, leader
):
    giver = crossing.departments[HOUSING]
    request = PlanRequest(count=1, rulings=(transfer.pk,))
    plan = plans.propose(department=giver, request=request, by=clerk_of(giver), at=NOON)[0]
    (one,) = boundaries.boundaries_of(boundaries.rulings_of(crossing.region))
    assert (one.state, one.plans) == ("waiting", (plan,))
    approvals.submit(plan=plan, by=plan.author, at=NOON)
    approvals.approve(plan=plan, by=leader, at=NOON)
    (one,) = boundaries.boundaries_of(boundaries.rulings_of(crossing.region))
    assert (one.state, one.ruling.executed_at) == ("executed", NOON)
    assert crossing.sections["事故调查科"].duties.filter(text=ACCIDENTS).exists()
    assert radar_of(crossing.region).pairs == ()
    register = log_in(officer).get(reverse("duty_boundaries", args=[crossing.region.pk])).text
    assert "已划转" in register
    assert plan.title in register


def test_the_radar_knows_nothing_of_other_regions(crossing, outsider):
    elsewhere = outsider.memberships.get().department
    section = SectionFactory.create(department=elsewhere)
    DutyFactory.create(section=section, text=ACCIDENTS)
    assert radar_of(elsewhere.region).pairs == ()
    assert len(radar_of(crossing.region).pairs) == 1
