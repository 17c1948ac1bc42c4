"""Rulings on duties that look like one: who may, what is kept, what stands in the way, what lasts."""

import pytest

from bigsection.audit.models import AuditEvent
from bigsection.audit.wording import change_lines, verb_words
from bigsection.errors import Conflict, Invalid, NotAllowed
from departments.models import LifecycleStatus
from mergers.actions import rulings
from mergers.actions.rulings import Decision
from mergers.models import DutyMove, DutyRuling, PlanStatus
from mergers.planning.radar import radar_of
from mergers.queries import boundaries
from tests.factories import DutyFactory, MergePlanFactory, SectionFactory
from tests.factories.crossing import ACCIDENTS, EMERGENCY, HOUSING
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases

KEEP = Decision("keep", "施工现场归住建，其他归应急。", "示编办〔2026〕12号")


@pytest.fixture
def transfer(crossing):
    """住建 gives its duty to the section of 应急 that has the same."""
    receiver = crossing.sections["事故调查科"]
    return Decision("transfer", "事故调查统一由应急负责。", giving="a", receiver=receiver)


@pytest.fixture
def rule(pair, crossing, officer):
    """Rule on the pair: ``rule(decision)``."""

    def by_officer(decision: Decision, by=officer, **other) -> DutyRuling:
        wanted = {"region": crossing.region, "pair": pair, "by": by, "at": NOON} | other
        return rulings.rule(decision=decision, **wanted)

    return by_officer


def carry(ruling: DutyRuling, crossing, status: str) -> DutyMove:
    """A plan of 住建 that carries a transfer."""
    plan = MergePlanFactory.create(
        department=crossing.departments[HOUSING], status=status, title="合并 2→1"
    )
    return DutyMove.objects.create(
        plan=plan,
        duty=ruling.duty_a,
        origin=crossing.sections["施工安全科"],
        text=ruling.text_a,
        section=ruling.receiver,
        ruling=ruling,
    )


def state_of(ruling: DutyRuling) -> str:
    return boundaries.boundaries_of([DutyRuling.objects.get(pk=ruling.pk)])[0].state


def test_a_ruling_keeps_departments_texts_and_words(rule, crossing, pair, officer):
    ruling = rule(KEEP)
    assert (ruling.department_a, ruling.department_b) == (
        crossing.departments[HOUSING],
        crossing.departments[EMERGENCY],
    )
    assert (ruling.text_a, ruling.text_b, ruling.pair_hash) == (ACCIDENTS, ACCIDENTS, pair.hash)
    assert (ruling.verdict, ruling.boundary) == (KEEP.verdict, KEEP.boundary)
    assert (ruling.by, ruling.at, ruling.giving, ruling.receiver) == (officer, NOON, "", None)
    assert ruling.similarity == pair.likeness


def test_the_audit_trail_tells_it_in_words_to_the_region_only(rule, transfer, officer):
    ruling = rule(transfer)
    event = AuditEvent.objects.get(verb="duty.rule")
    assert (event.actor, event.region_code, event.department_id) == (officer, "990100", None)
    assert verb_words(event.verb) == "裁定职责交叉"
    assert "裁定：划转归并" in change_lines(event.changes)
    assert f"划入科室：{EMERGENCY} · 事故调查科" in change_lines(event.changes)
    assert ruling.giving == "a"


@pytest.mark.parametrize("who", ["clerk", "leader", "auditor", "administrator", "outsider"])
def test_only_officers_of_the_region_rule(rule, request, who):
    with pytest.raises(NotAllowed):
        rule(KEEP, by=request.getfixturevalue(who))
    assert not DutyRuling.objects.exists()


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(""), "没有选择裁定结果"),
        (Decision("keep", "  "), "没有填写边界说明"),
        (Decision("keep", "字" * 501), "不超过 500 字"),
        (Decision("transfer", "归一方"), "由哪个部门划出"),
        (Decision("transfer", "归一方", giving="a"), "没有选择划入的科室"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused_in_words(rule, decision, words):
    with pytest.raises(Invalid, match=words):
        rule(decision)
    assert not AuditEvent.objects.exists()


def test_a_duty_is_not_transferred_within_its_own_department(rule, crossing):
    own = crossing.sections["施工安全科"]
    with pytest.raises(Invalid, match="属于划出的部门"):
        rule(Decision("transfer", "归一方", giving="a", receiver=own))


def test_a_duty_is_not_transferred_to_what_is_abolished_or_elsewhere(rule, outsider):
    elsewhere = SectionFactory.create(department=outsider.memberships.get().department)
    with pytest.raises(Invalid, match="不在本地区"):
        rule(Decision("transfer", "归一方", giving="a", receiver=elsewhere))


def test_unrelated_needs_no_words_of_its_own(rule):
    assert rule(Decision("unrelated")).boundary == rulings.UNRELATED_WORDS


def test_a_pair_is_ruled_once(rule):
    rule(KEEP)
    with pytest.raises(Conflict, match="已有裁定"):
        rule(Decision("unrelated"))
    assert DutyRuling.objects.get().verdict == "keep"


def test_a_duty_that_was_changed_meanwhile_is_a_conflict(rule, crossing):
    crossing.sections["施工安全科"].duties.filter(text=ACCIDENTS).update(text="监督事故调查")
    with pytest.raises(Conflict, match="已有变动"):
        rule(KEEP)


def test_the_pairs_of_a_matter_are_ruled_together_or_not_at_all(crossing, officer):
    transport = crossing.sections["运输管理科"]
    DutyFactory.create(section=transport, text=ACCIDENTS)
    pairs = [one for one in radar_of(crossing.region).pairs if one.topic is not None]
    assert len(pairs) == 3
    place = {"region": crossing.region, "by": officer, "at": NOON}
    decision = Decision("transfer", "归一方", giving="a", receiver=transport)
    with pytest.raises(Invalid, match="逐对裁定"):
        rulings.rule_all(pairs=pairs, decision=decision, **place)
    assert not DutyRuling.objects.exists()
    assert len(rulings.rule_all(pairs=pairs, decision=KEEP, **place)) == 3


def test_a_revision_is_recorded_with_what_it_was(rule, transfer, officer):
    ruling = rule(KEEP)
    revised = rulings.revise(ruling=ruling, decision=transfer, by=officer, at=NOON)
    assert (revised.verdict, revised.giving) == ("transfer", "a")
    changes = AuditEvent.objects.filter(verb="duty.rule").order_by("pk").last().changes
    assert changes["verdict"] == ["keep", "transfer"]
    assert changes["document_number"] == ["示编办〔2026〕12号", ""]


def test_a_revision_without_a_change_is_refused(rule, officer):
    ruling = rule(KEEP)
    with pytest.raises(Invalid, match="没有变化"):
        rulings.revise(ruling=ruling, decision=KEEP, by=officer, at=NOON)


def test_a_revoked_ruling_leaves_its_reason_and_opens_the_pair(rule, officer, leader):
    ruling = rule(KEEP)
    with pytest.raises(NotAllowed):
        rulings.revoke(ruling=ruling, by=leader, at=NOON, reason="重新研究")
    with pytest.raises(Invalid, match="理由"):
        rulings.revoke(ruling=ruling, by=officer, at=NOON, reason=" ")
    rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="重新研究")
    event = AuditEvent.objects.get(verb="duty.unrule")
    assert (event.reason, event.changes["verdict"]) == ("重新研究", ["keep", None])
    assert not DutyRuling.objects.exists()
    with pytest.raises(Conflict, match="已被撤销"):
        rulings.revise(ruling=ruling, decision=Decision("unrelated"), by=officer, at=NOON)


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.SUBMITTED])
def test_what_an_open_plan_carries_is_not_turned_around(rule, transfer, crossing, officer, status):
    ruling = rule(transfer)
    carry(ruling, crossing, status)
    with pytest.raises(Conflict, match="合并 2→1”已列入这项划转"):
        rulings.revise(ruling=ruling, decision=KEEP, by=officer, at=NOON)
    with pytest.raises(Conflict, match="已列入这项划转"):
        rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="重新研究")
    numbered = Decision("transfer", transfer.boundary, "示编办〔2026〕1号", "a", transfer.receiver)
    assert rulings.revise(ruling=ruling, decision=numbered, by=officer, at=NOON).document_number


def test_a_withdrawn_plan_is_no_hindrance(rule, transfer, crossing, officer):
    ruling = rule(transfer)
    carry(ruling, crossing, PlanStatus.WITHDRAWN)
    assert rulings.revise(ruling=ruling, decision=KEEP, by=officer, at=NOON).verdict == "keep"


def test_what_was_carried_out_stays(rule, transfer, officer):
    ruling = rule(transfer)
    DutyRuling.objects.filter(pk=ruling.pk).update(executed_at=NOON)
    assert state_of(ruling) == "executed"
    with pytest.raises(Conflict, match="已经执行"):
        rulings.revoke(ruling=ruling, by=officer, at=NOON, reason="重新研究")


def test_a_ruling_holds_for_the_same_text_imported_anew(rule, transfer, crossing):
    ruling = rule(transfer)
    section = crossing.sections["施工安全科"]
    section.duties.filter(text=ACCIDENTS).delete()
    assert state_of(ruling) == "gone"
    DutyFactory.create(section=section, text=ACCIDENTS)
    assert state_of(ruling) == "waiting"
    pair = next(one for one in radar_of(crossing.region).pairs if one.hash == ruling.pair_hash)
    assert pair.a.pk != DutyRuling.objects.get().duty_a_id
    (waiting,) = boundaries.transfers_from(crossing.departments[HOUSING])
    assert waiting.ruling == ruling


def test_a_boundary_is_gone_with_either_duty(rule, crossing):
    ruling = rule(KEEP)
    assert state_of(ruling) == "in_force"
    crossing.duty(EMERGENCY, ACCIDENTS).delete()
    assert state_of(ruling) == "gone"


def test_a_transfer_lasts_while_the_duty_that_moves_is_there(rule, transfer, crossing):
    ruling = rule(transfer)
    crossing.duty(EMERGENCY, ACCIDENTS).delete()
    assert state_of(ruling) == "waiting"


def test_a_transfer_tells_when_its_receiver_is_abolished(rule, transfer, crossing):
    rule(transfer)
    section = crossing.sections["事故调查科"]
    section.standing = LifecycleStatus.ABOLISHED
    section.save()
    (one,) = boundaries.boundaries_of(boundaries.rulings_of(crossing.region))
    assert one.receiver_is_gone


def test_giver_and_receiver_know_of_a_transfer_until_it_is_carried_out(rule, transfer, crossing):
    ruling = rule(transfer)
    giver, receiver = crossing.departments[HOUSING], crossing.departments[EMERGENCY]
    assert [one.ruling for one in boundaries.transfers_from(giver)] == [ruling]
    assert [one.ruling for one in boundaries.transfers_to(receiver)] == [ruling]
    assert boundaries.transfers_from(receiver) == boundaries.transfers_to(giver) == []
    DutyRuling.objects.update(executed_at=NOON)
    assert boundaries.transfers_from(giver) == boundaries.transfers_to(receiver) == []


def test_the_register_names_the_plans_that_carry_a_transfer(rule, transfer, crossing):
    ruling = rule(transfer)
    move = carry(ruling, crossing, PlanStatus.DRAFT)
    carry(ruling, crossing, PlanStatus.WITHDRAWN)
    (one,) = boundaries.boundaries_of(boundaries.rulings_of(crossing.region))
    assert [plan.pk for plan in one.plans] == [move.plan_id]


def test_a_ruling_is_about_one_region(rule, region, outsider):
    rule(KEEP)
    assert boundaries.rulings_of(region).count() == 1
    assert boundaries.rulings_of(outsider.memberships.get().region).count() == 0
