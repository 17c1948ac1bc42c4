"""The page of one pair: side by side, why, the ruling, and the way to the next."""

import re

import pytest
from django.urls import reverse

from mergers.actions import rulings
from mergers.actions.rulings import Decision
from mergers.models import DutyRuling
from mergers.planning.radar import radar_of
from tests.factories import DutyFactory
from tests.factories.crossing import ACCIDENTS, EMERGENCY, HOUSING
from tests.integration.mergers.conftest import NOON
from tests.pages import press, sent_by

KEEP = {"verdict": "keep", "boundary": "施工现场归住建，其他归应急。"}


def plain(html: str) -> str:
    return re.sub(r"<sup>\d+</sup>|&NoBreak;|<[^>]+>", "", html)


@pytest.fixture
def url(crossing, pair) -> str:
    return reverse("duty_ruling", args=[crossing.region.pk, pair.hash])


@pytest.fixture
def second(crossing):
    """Another pair of the same departments, less alike."""
    DutyFactory.create(section=crossing.sections["施工安全科"], text="核查危险源辨识登记台账")
    DutyFactory.create(section=crossing.sections["事故调查科"], text="检查危险源辨识登记表")
    return min(radar_of(crossing.region).pairs, key=lambda pair: pair.likeness)


@pytest.fixture
def kept(crossing, pair, officer) -> DutyRuling:
    decision = Decision("keep", "施工现场归住建，其他归应急。")
    return rulings.rule(region=crossing.region, pair=pair, decision=decision, by=officer, at=NOON)


def test_shows_both_sides_with_the_other_duties_of_their_sections(log_in, officer, crossing, url):
    text = plain(log_in(officer).get(url).text)
    for words in (HOUSING, EMERGENCY, ACCIDENTS, "监督建筑施工现场", "统计分析事故数据"):
        assert words in text


def test_the_points_of_the_phrases_add_up_to_the_text_and_times_telling_to_the_whole(
    log_in, officer, second, crossing
):
    address = reverse("duty_ruling", args=[crossing.region.pk, second.hash])
    context = log_in(officer).get(address).context
    shares = context["shares"]
    assert round(sum(phrase.points for phrase in shares.phrases), 1) == shares.text_points > 0
    assert shares.text_points == pytest.approx(100 * second.cosine, abs=0.051)
    assert context["points"] == pytest.approx(100 * second.cosine * second.telling)


def test_a_ruling_leads_on_to_the_next_open_pair_with_the_same_filters(
    log_in, officer, crossing, url, second
):
    answer = press(
        log_in(officer), f"{url}?likeness=25", f"{url}?likeness=25", KEEP | {"then": "next"}
    )
    following = reverse("duty_ruling", args=[crossing.region.pk, second.hash])
    assert answer["Location"] == f"{following}?likeness=25"
    ruling = DutyRuling.objects.get()
    assert (ruling.verdict, ruling.boundary, ruling.by) == ("keep", KEEP["boundary"], officer)


def test_after_the_last_pair_the_list_comes_back(log_in, officer, crossing, url):
    answer = press(log_in(officer), url, url, KEEP | {"then": "next"})
    assert answer["Location"] == reverse("duty_radar", args=[crossing.region.pk])


def test_a_ruling_may_stay_on_the_page(log_in, officer, url, second):
    client = log_in(officer)
    answer = press(client, url, url, KEEP)
    assert answer["Location"] == url
    assert "已裁定" in client.get(url).text


def test_the_way_leads_past_what_is_ruled(log_in, officer, crossing, url, second, kept):
    way = log_in(officer).get(url, {"likeness": "25"}).context["way"]
    assert (way.next, way.previous, way.left) == (second, None, 1)
    address = reverse("duty_ruling", args=[crossing.region.pk, second.hash])
    way = log_in(officer).get(address, {"likeness": "25"}).context["way"]
    assert (way.next, way.previous, way.left) == (None, None, 0)


def test_a_transfer_goes_to_the_section_that_was_chosen(log_in, officer, crossing, url):
    receiver = crossing.sections["事故调查科"]
    wish = {
        "verdict": "transfer",
        "boundary": "统一由应急负责。",
        "giving": "a",
        "receiver_of_a": str(receiver.pk),
        "receiver_of_b": str(crossing.sections["施工安全科"].pk),
    }
    press(log_in(officer), url, url, wish)
    ruling = DutyRuling.objects.get()
    assert (ruling.giving, ruling.receiver) == ("a", receiver)


def test_the_usual_receiver_is_the_section_that_has_the_duty(log_in, officer, crossing, url):
    chosen = log_in(officer).get(url).context["chosen"]
    assert chosen["receiver_of_a"] == str(crossing.sections["事故调查科"].pk)
    assert chosen["receiver_of_b"] == str(crossing.sections["施工安全科"].pk)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请选择裁定结果。"),
        ({"verdict": "keep"}, "没有填写边界说明"),
        ({"verdict": "transfer", "boundary": "归一方"}, "由哪个部门划出"),
        ({"verdict": "keep", "boundary": "字" * 501}, "500"),
        ({"verdict": "transfer", "giving": "a", "receiver_of_a": "0", "boundary": "x"}, "0"),
    ],
)
def test_a_bad_ruling_comes_back_with_what_is_wrong(log_in, officer, url, sent, words):
    answer = press(log_in(officer), url, url, sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert not DutyRuling.objects.exists()


def test_what_was_typed_is_kept(log_in, officer, url):
    answer = press(
        log_in(officer), url, url, {"boundary": "已经写好的边界", "document_number": "文1"}
    )
    assert "已经写好的边界" in answer.text
    assert 'value="文1"' in answer.text


def test_the_pairs_of_a_matter_are_ruled_alike(log_in, officer, crossing, url):
    DutyFactory.create(section=crossing.sections["运输管理科"], text=ACCIDENTS)
    page = log_in(officer).get(url)
    assert len(page.context["way"].alike) == 2
    press(log_in(officer), url, url, {"verdict": "unrelated", "alike": "on", "then": "next"})
    assert DutyRuling.objects.filter(verdict="unrelated").count() == 3


@pytest.mark.parametrize("who", ["leader", "auditor", "administrator"])
def test_others_of_the_region_read_and_may_not_rule(log_in, request, url, who):
    client = log_in(request.getfixturevalue(who))
    assert "data-ruling" not in client.get(url).text
    assert client.post(url, KEEP).status_code == 403
    assert not DutyRuling.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "outsider"])
def test_clerks_and_outsiders_find_nothing(log_in, request, url, who):
    client = log_in(request.getfixturevalue(who))
    assert client.get(url).status_code == client.post(url, KEEP).status_code == 404


def test_a_pair_that_is_none_is_missing(log_in, officer, crossing):
    address = reverse("duty_ruling", args=[crossing.region.pk, "0" * 64])
    assert log_in(officer).get(address).status_code == 404


def test_a_ruling_is_shown_and_revised_on_the_same_page(log_in, officer, url, kept):
    client = log_in(officer)
    assert KEEP["boundary"] in client.get(url).text
    other = {"verdict": "unrelated", "boundary": "现场与统计不同。"}
    answer = press(client, url, url, other)
    assert answer["Location"] == url
    kept.refresh_from_db()
    assert {"verdict": kept.verdict, "boundary": kept.boundary} == other
    assert press(client, url, url, other).status_code == 422


def test_a_ruling_whose_duty_is_gone_is_shown_as_void(log_in, officer, crossing, url, kept):
    crossing.duty(HOUSING, ACCIDENTS).delete()
    text = log_in(officer).get(url).text
    assert "已失效" in text
    assert "已没有这项职责" in text
    assert ACCIDENTS in plain(text)


def test_what_was_carried_out_offers_no_change(log_in, officer, url, kept):
    DutyRuling.objects.update(
        executed_at=NOON, verdict="transfer", giving="a", receiver=kept.duty_b.section
    )
    response = log_in(officer).get(url)
    assert "已划转" in response.text
    assert "data-ruling" not in response.text
    assert press(log_in(officer), url, url, KEEP).status_code == 409


@pytest.mark.both_databases
def test_revoking_opens_the_pair_again(log_in, officer, leader, url, kept):
    address = reverse("duty_ruling_revoke", args=[kept.pk])
    assert log_in(officer).get(address).status_code == 405
    assert log_in(leader).post(address, {"reason": "重新研究"}).status_code == 403
    assert press(log_in(officer), url, address, {"reason": ""}).status_code == 422
    answer = press(log_in(officer), url, address, {"reason": "重新研究"})
    assert answer["Location"] == reverse("duty_boundaries", args=[kept.region_id])
    assert not DutyRuling.objects.exists()
    assert "未裁定" in log_in(officer).get(url).text


@pytest.mark.parametrize("who", ["clerk", "outsider"])
def test_nobody_from_elsewhere_revokes(log_in, request, kept, who):
    address = reverse("duty_ruling_revoke", args=[kept.pk])
    answer = log_in(request.getfixturevalue(who)).post(address, {"reason": "重新研究"})
    assert answer.status_code == 404
    assert DutyRuling.objects.exists()


class TestSeen:
    """A ruling is decided upon as it was seen, or not at all."""

    @pytest.fixture
    def revised(self, officer, kept):
        def revise(boundary="另一条边界。"):
            decision = Decision("keep", boundary)
            rulings.revise(ruling=kept, decision=decision, by=officer, at=NOON)

        return revise

    def test_ruled_by_another_meanwhile(self, log_in, officer, crossing, pair, url):
        client = log_in(officer)
        opened = sent_by(client.get(url), url)
        decision = Decision("keep", "另一条边界。")
        region = crossing.region
        rulings.rule(region=region, pair=pair, decision=decision, by=officer, at=NOON)
        refused = client.post(url, KEEP | opened)
        assert refused.status_code == 409
        assert "另一条边界。" in refused.text
        assert DutyRuling.objects.get().boundary == "另一条边界。"

    @pytest.mark.parametrize("act", ["revise", "revoke"])
    def test_revised_by_another_meanwhile(self, log_in, officer, url, kept, revised, act):
        client = log_in(officer)
        address = url if act == "revise" else reverse("duty_ruling_revoke", args=[kept.pk])
        opened = sent_by(client.get(url), address)
        revised()
        refused = client.post(address, KEEP | {"reason": "重新研究"} | opened)
        assert refused.status_code == 409
        assert DutyRuling.objects.get().boundary == "另一条边界。"

    def test_revoked_by_another_meanwhile(self, log_in, officer, url, kept):
        client = log_in(officer)
        opened = sent_by(client.get(url), url)
        rulings.revoke(ruling=kept, by=officer, at=NOON, reason="重新研究")
        assert client.post(url, KEEP | opened).status_code == 409
        assert not DutyRuling.objects.exists()

    def test_a_pair_that_joined_the_matter_meanwhile(self, log_in, officer, crossing, url):
        DutyFactory.create(section=crossing.sections["运输管理科"], text=ACCIDENTS)
        client = log_in(officer)
        opened = sent_by(client.get(url), url)
        DutyFactory.create(section=crossing.sections["施工安全科"], text="检查危险源辨识登记表")
        DutyFactory.create(section=crossing.sections["事故调查科"], text=f"{ACCIDENTS}等")
        wish = {"verdict": "unrelated", "alike": "on"} | opened
        assert client.post(url, wish).status_code == 409
        assert not DutyRuling.objects.exists()
