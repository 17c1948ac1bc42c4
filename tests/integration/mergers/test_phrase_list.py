"""词表: what does not count in a region, seen before it is saved, never over somebody else's."""

import pytest
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, NotAllowed
from departments.models import PhraseList
from mergers.actions import phrase_lists as actions
from mergers.planning import overlap_of, phrase_lists
from mergers.planning.phrase_preview import preview
from tests.factories import DutyFactory, SectionFactory
from tests.integration.mergers.conftest import DUTIES, NOON
from tests.pages import press, sent_by

CATCH_ALL = "承办领导交办的其他事项"
OWN_CATCH_ALL = "承办市委、市政府交办的事项"


def url(region) -> str:
    return reverse("phrase_list", args=[region.pk])


def sent(region, **changes) -> dict[str, str]:
    """The form as the page shows it, with some text areas written anew."""
    current = phrase_lists.phrases_of(region)
    columns = phrase_lists.columns_of(current)
    texts = {name: "\n".join(words) for name, words in columns.items()}
    seen = {"seen": phrase_lists.fingerprint(current)}
    return {**texts, "builtin_catch_alls": "on", **seen, "do": "save", **changes}


def read(**texts):
    return phrase_lists.read_phrases(texts, builtin_catch_alls=True)


def test_a_region_starts_with_the_built_in_list(log_in, officer, region):
    response = log_in(officer).get(url(region))
    texts = {column.name: column.text for column in response.context["columns"]}
    assert texts["catch_alls"] == ""
    assert "保密" in texts["topics"].split("、")
    assert response.context["builtin_catch_alls"] is True
    assert CATCH_ALL in response.text


def test_a_saved_phrase_changes_the_matrix_of_the_region(
    log_in, officer, region, department, sections
):
    before = overlap_of(department, clustered=False).similarity
    response = log_in(officer).post(url(region), sent(region, catch_alls="编制年度…"))
    assert response.status_code == 302
    after = overlap_of(department, clustered=False).similarity
    names = [section.name for section in overlap_of(department, clustered=False).sections]
    a, b = names.index("预算科"), names.index("预算审核科")
    assert after[a, b] != before[a, b]
    assert PhraseList.objects.get().catch_alls == ["编制年度…"]


def test_another_region_keeps_its_own_list(log_in, officer, region, outsider):
    other = outsider.memberships.get().region
    log_in(officer).post(url(region), sent(region, topics="植树"))
    assert phrase_lists.phrases_of(region).topics == ("植树",)
    assert "保密" in phrase_lists.phrases_of(other).topics


def test_columns_that_are_as_built_in_follow_later_versions(log_in, officer, region):
    log_in(officer).post(url(region), sent(region, topics="植树"))
    stored = PhraseList.objects.get()
    assert (stored.topics, stored.fillers, stored.empty_words) == (["植树"], None, None)


def test_words_may_stand_between_commas_and_catch_alls_hold_them(log_in, officer, region):
    changes = {"topics": "植树、造林，绿化;护林\n防火", "catch_alls": OWN_CATCH_ALL}
    log_in(officer).post(url(region), sent(region, **changes))
    found = phrase_lists.phrases_of(region)
    assert found.topics == ("植树", "造林", "绿化", "护林", "防火")
    assert found.catch_alls == (OWN_CATCH_ALL,)


def test_what_was_added_and_removed_is_recorded(log_in, officer, region):
    words = [word for word in phrase_lists.phrases_of(region).empty_words if word != "工作"]
    form = sent(region, empty_words="\n".join([*words, "统筹"]))
    form.pop("builtin_catch_alls")
    log_in(officer).post(url(region), form)
    event = AuditEvent.objects.get(verb="phrases.save")
    assert event.changes == {
        "empty_words.new": ["统筹"],
        "empty_words.removed": ["工作"],
        "builtin_catch_alls": [True, False],
    }
    assert (event.actor, event.region_code) == (officer, region.code)
    trail = log_in(officer).get(reverse("audit_trail")).text
    assert "新增虚词：统筹" in trail
    assert "删去虚词：工作" in trail


def test_saving_the_same_list_records_nothing(log_in, officer, region):
    log_in(officer).post(url(region), sent(region))
    assert not PhraseList.objects.exists()
    assert not AuditEvent.objects.filter(verb__startswith="phrases").exists()


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("catch_alls", "…", "太短"),
        ("catch_alls", "办…", "太短"),
        ("topics", "党", "太短"),
        ("topics", "长" * 61, "超过 60 字"),
        ("fillers", "、".join(f"词{n}" for n in range(201)), "最多 200 条"),
        ("empty_words", "（）", "太短"),
    ],
)
def test_a_phrase_that_cannot_be_meant_is_refused_and_nothing_is_lost(
    log_in, officer, region, column, text, words
):
    form = sent(region, **{column: text, "topics" if column != "topics" else "fillers": "植树"})
    response = log_in(officer).post(url(region), form)
    assert response.status_code == 422
    assert words in response.text
    texts = {each.name: each.text for each in response.context["columns"]}
    assert texts[column] == text
    assert "植树" in texts.values()
    assert not PhraseList.objects.exists()


@pytest.mark.parametrize("phrase", ["(承办|完成)+.*$", "[一-龥]{2,}", "((((((((((", "*?+"])
def test_an_expression_is_only_text(log_in, officer, region, department, sections, phrase):
    before = overlap_of(department).similarity
    response = log_in(officer).post(url(region), sent(region, catch_alls=f"{phrase}事项甲"))
    assert response.status_code == 302
    assert (overlap_of(department).similarity == before).all()


@pytest.mark.both_databases
def test_somebody_faster_is_shown_beside_and_not_overwritten(log_in, officer, region):
    mine = sent(region, topics="植树")
    actions.save(
        region=region,
        phrases=read(topics="造林", empty_words="统筹"),
        seen=mine["seen"],
        by=officer,
        at=NOON,
    )
    response = log_in(officer).post(url(region), mine)
    assert response.status_code == 409
    assert phrase_lists.phrases_of(region).topics == ("造林",)
    topics = next(each for each in response.context["differences"] if each.title == "共性职责")
    assert (topics.mine, topics.theirs) == (("植树",), ("造林",))
    texts = {each.name: each.text for each in response.context["columns"]}
    assert texts["topics"] == "植树"
    again = log_in(officer).post(url(region), mine | {"seen": response.context["seen"]})
    assert again.status_code == 302
    assert phrase_lists.phrases_of(region).topics == ("植树",)


def test_the_last_change_is_undone_and_undone_again(log_in, officer, region):
    client = log_in(officer)
    client.post(url(region), sent(region, topics="植树", catch_alls="参加…活动"))
    saved = phrase_lists.phrases_of(region)
    client.post(url(region), sent(region, topics="植树、造林", catch_alls=""))
    undo = reverse("phrase_list_undo", args=[region.pk])
    press(client, url(region), undo)
    assert phrase_lists.fingerprint(phrase_lists.phrases_of(region)) == phrase_lists.fingerprint(
        saved
    )
    press(client, url(region), undo)
    assert phrase_lists.phrases_of(region).topics == ("植树", "造林")


def test_a_change_that_was_not_seen_is_not_undone(log_in, officer, region):
    client = log_in(officer)
    client.post(url(region), sent(region, topics="植树"))
    old = sent_by(client.get(url(region)), undo := reverse("phrase_list_undo", args=[region.pk]))
    client.post(url(region), sent(region, topics="植树、造林"))
    assert client.post(undo, old).status_code == 409
    assert phrase_lists.phrases_of(region).topics == ("植树", "造林")


@pytest.mark.both_databases
def test_the_built_in_list_is_put_back_and_that_is_undone(log_in, officer, region):
    client = log_in(officer)
    client.post(url(region), sent(region, topics="植树"))
    press(client, url(region), reverse("phrase_list_restore", args=[region.pk]))
    builtin = phrase_lists.builtin_phrases()
    assert phrase_lists.phrases_of(region) == builtin
    press(client, url(region), reverse("phrase_list_undo", args=[region.pk]))
    assert phrase_lists.phrases_of(region).topics == ("植树",)


def test_there_is_nothing_to_undo_at_first(region, officer):
    with pytest.raises(Conflict):
        actions.undo(region=region, by=officer, at=NOON)


def test_only_the_officer_may_change_it(log_in, region, leader, auditor, clerk):
    for person in (leader, auditor, clerk):
        with pytest.raises(NotAllowed):
            actions.restore(region=region, by=person, at=NOON)
    for person in (leader, auditor):
        client = log_in(person)
        page = client.get(url(region))
        assert page.status_code == 200
        assert 'value="save"' not in page.text
        assert client.post(url(region), sent(region, topics="植树")).status_code == 403
    assert log_in(clerk).get(url(region)).status_code == 404


def test_the_preview_tells_which_clauses_and_pairs_change_and_saves_nothing(
    log_in, officer, region, department, sections, htmx
):
    form = sent(region, catch_alls="审核部门预算…") | {"do": "preview"}
    response = log_in(officer).post(url(region), form, headers=htmx)
    assert response.status_code == 200
    assert "<html" not in response.text
    seen = response.context["preview"]
    assert {change.text for change in seen.dropped} == {
        DUTIES["预算科"][1],
        DUTIES["预算审核科"][0],
    }
    assert {change.why for change in seen.dropped} == {"兜底条款"}
    effect = seen.effect
    assert (seen.regained, seen.clauses, effect.pairs) == ((), 8, 6)
    assert effect.changed >= 1
    assert {effect.largest[0].a, effect.largest[0].b} == {"预算科", "预算审核科"}
    assert effect.p95[0] != effect.p95[1]
    assert not PhraseList.objects.exists()


def test_the_preview_without_a_script_is_the_page_with_all_that_was_written(
    log_in, officer, region, sections
):
    form = sent(region, catch_alls="编制年度…") | {"do": "preview"}
    response = log_in(officer).post(url(region), form)
    assert "<!DOCTYPE html>" in response.text
    assert DUTIES["预算科"][0] in response.text
    assert {each.name: each.text for each in response.context["columns"]}["catch_alls"] == (
        "编制年度…"
    )


def test_a_clause_that_counts_again_is_told(region, department, sections):
    DutyFactory.create(section=sections["会计科"], text=CATCH_ALL)
    seen = preview(region, phrase_lists.read_phrases({}, builtin_catch_alls=False))
    assert [(change.text, change.why) for change in seen.regained] == [(CATCH_ALL, "兜底条款")]


@pytest.mark.both_databases
def test_the_preview_of_the_list_in_force_is_that_nothing_changes(region, sections):
    assert preview(region, phrase_lists.phrases_of(region)).nothing


def test_the_preview_equals_what_saving_does(region, department, sections, officer):
    phrases = read(catch_alls="编制年度…", topics="保密", fillers="负责", empty_words="审核")
    seen = preview(region, phrases)
    seen_before = phrase_lists.fingerprint(phrase_lists.phrases_of(region))
    actions.save(region=region, phrases=phrases, seen=seen_before, by=officer, at=NOON)
    after = overlap_of(department)
    assert (100 * after.p50, 100 * after.p95) == (seen.effect.p50[1], seen.effect.p95[1])


def test_a_preview_of_a_wrong_list_is_refused_in_words(log_in, officer, region, htmx):
    form = sent(region, topics="党") | {"do": "preview"}
    response = log_in(officer).post(url(region), form, headers=htmx)
    assert response.status_code == 422
    assert "太短" in response.text
    assert "<html" not in response.text


def test_a_region_without_duties_says_that_there_is_no_effect_to_see(log_in, officer, region):
    SectionFactory.create(department__region=region)
    form = sent(region, topics="植树") | {"do": "preview"}
    assert "还没有职责" in log_in(officer).post(url(region), form).text


@pytest.mark.parametrize("name", ["phrase_list_undo", "phrase_list_restore"])
def test_changes_are_posted(log_in, officer, region, name):
    assert log_in(officer).get(reverse(name, args=[region.pk])).status_code == 405


def test_the_api_tells_the_list_in_force(log_in, officer, outsider, region):
    address = reverse("api_phrase_list", args=[region.pk])
    log_in(officer).post(url(region), sent(region, topics="植树", catch_alls="参加…活动"))
    answer = log_in(officer).get(address).json()
    assert (answer["topics"], answer["catch_alls"]) == (["植树"], ["参加…活动"])
    assert answer["builtin_catch_alls"] is True
    assert log_in(officer).post(address).status_code == 405
    assert log_in(outsider).get(address).status_code == 404
