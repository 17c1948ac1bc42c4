"""规则集: posts by people, weights, limits and λ of a region, with their source."""

import pytest
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from bigsection.errors import Invalid, NotAllowed
from departments.actions import rule_sets
from departments.forms.rules import initial_of
from departments.models import RuleSet
from departments.rule_presets import PRESETS, steps_in_words
from tests.factories.mergers import NOON

pytestmark = pytest.mark.both_databases


def url(region) -> str:
    return reverse("rule_set", args=[region.pk])


def sent(region, **changes) -> dict[str, str]:
    """The form as the page shows it, with some fields filled in anew."""
    rules = rule_sets.rules_of(region)
    shown = {name: value for name, value in initial_of(rules).items() if value not in (None, False)}
    return {**shown, "seen": rules.fingerprint(), "source": "市编办〔2026〕1 号", **changes}


def rules(region, **changes) -> rule_sets.Rules:
    known = rule_sets.rules_of(region)
    values = {name: getattr(known, name) for name in rule_sets.Rules.__dataclass_fields__}
    return rule_sets.Rules(**{**values, "source": "本市自定", **changes})


def save(region, officer, **changes) -> None:
    seen = rule_sets.rules_of(region).fingerprint()
    new = rules(region, **changes)
    rule_sets.save(region=region, rules=new, seen=seen, by=officer, at=NOON)


def test_a_region_starts_with_the_defaults(log_in, officer, region):
    text = log_in(officer).get(url(region)).text
    assert "缺省值" in text
    assert not RuleSet.objects.exists()


def test_everything_is_saved_and_recorded(log_in, officer, region):
    form = sent(
        region,
        name="本市",
        upper_0="3",
        posts_0="1",
        upper_1="7",
        posts_1="2",
        posts_open="4",
        weight_overlap="60",
        link_percent="40",
        max_members="",
        max_people="18",
    )
    form |= {"kind_groups": "business+general|enforcement|party", "fewest_small": "2"}
    assert log_in(officer).post(url(region), form).status_code == 302
    stored = RuleSet.objects.get(region=region)
    assert stored.posts_rule == [[3, 1], [7, 2], [None, 4]]
    assert stored.weights["overlap"] == pytest.approx(60 / 125)
    assert sum(stored.weights.values()) == pytest.approx(1, abs=1e-5)
    assert (stored.max_members, stored.max_people) == (None, 18)
    assert (stored.link_weight, stored.fewest_small) == (0.4, 2)
    assert stored.kind_groups == [["business", "general"], ["enforcement"], ["party"]]
    event = AuditEvent.objects.get(verb="rules.save")
    assert event.changes["posts_rule"] == [
        "4 人以下 1 职；5–9 人 2 职；10 人以上 3 职",
        "3 人以下 1 职；4–7 人 2 职；8 人以上 4 职",
    ]
    assert event.changes["link_weight"] == ["30 %", "40 %"]
    assert event.changes["kind_groups"] == ["业务 | 执法 | 综合+党务", "业务+综合 | 执法 | 党务"]
    trail = log_in(officer).get(reverse("audit_trail")).text
    assert "修改规则集" in trail


def test_saving_what_is_in_force_records_nothing_twice(log_in, officer, region):
    client = log_in(officer)
    client.post(url(region), sent(region))
    client.post(url(region), sent(region))
    assert AuditEvent.objects.filter(verb="rules.save").count() == 1


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_is_filled_in_with_its_source_and_saved_by_the_person(
    log_in, officer, region, preset
):
    client = log_in(officer)
    page = client.get(url(region), {"preset": preset.key})
    form = page.context["form"]
    assert form["source"].value() == preset.source
    assert not RuleSet.objects.exists()
    values = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in values.items() if value not in (None, False)}
    client.post(url(region), {**filled, "seen": page.context["seen"]})
    stored = RuleSet.objects.get()
    assert (stored.posts_rule, stored.name) == (preset.posts_rule, preset.name)


def test_the_presets_disagree_about_four_people():
    words = {preset.key: steps_in_words(preset.posts_rule) for preset in PRESETS}
    assert words["huaibei"].startswith("4 人以下 1 职")
    assert words["ministry"] == "3 人以下 1 职；4–7 人 2 职；8–14 人 3 职；15 人以上 4 职"
    assert steps_in_words([[1, 1], [2, 2], [None, 3]]) == "1 人以下 1 职；2 人 2 职；3 人以上 3 职"
    assert steps_in_words([[None, 2]]) == "不论人数 2 职"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "请填写依据"),
        ({"name": ""}, "必填"),
        ({"upper_0": "9", "upper_1": "4"}, "没有从小到大"),
        ({"posts_0": "3", "posts_1": "2"}, "职数不能更少"),
        ({"upper_2": "15"}, "每一档的人数和职数都要填"),
        ({"weight_overlap": "-1"}, "0"),
        ({f"weight_{part}": "0" for part in RuleSet().weights}, "不能全为 0"),
        ({"link_percent": "101"}, "100"),
        ({"max_people": "0"}, "1"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(log_in, officer, region, changes, words):
    response = log_in(officer).post(url(region), sent(region, **changes))
    assert response.status_code == 422
    assert words in response.text
    assert not RuleSet.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"posts_rule": []},
        {"posts_rule": [[4, 1]]},
        {"posts_rule": [[None, 1], [None, 2]]},
        {"posts_rule": [[0, 1], [None, 2]]},
        {"posts_rule": [[4, 100], [None, 100]]},
        {"weights": {"overlap": 1.0}},
        {"weights": dict.fromkeys(RuleSet().weights, float("nan"))},
        {"link_weight": 1.1},
        {"max_people": 0},
    ],
)
def test_the_action_itself_takes_no_nonsense(region, officer, changes):
    with pytest.raises(Invalid):
        save(region, officer, **changes)
    assert not RuleSet.objects.exists()


def test_somebody_faster_is_shown_beside_and_not_overwritten(log_in, officer, region):
    mine = sent(region, name="我的", max_people="12")
    save(region, officer, name="他人的", max_people=20)
    response = log_in(officer).post(url(region), mine)
    assert response.status_code == 409
    assert "20" in dict(response.context["theirs"]).values()
    assert 'value="我的"' in response.text
    assert RuleSet.objects.get().name == "他人的"
    again = mine | {"seen": response.context["seen"]}
    assert log_in(officer).post(url(region), again).status_code == 302
    assert RuleSet.objects.get().max_people == 12


def test_only_the_officer_may_change_it(log_in, region, leader, auditor, clerk):
    for person in (leader, clerk):
        with pytest.raises(NotAllowed):
            save(region, person)
    client = log_in(auditor)
    page = client.get(url(region))
    assert page.status_code == 200
    assert 'type="submit" form="rules"' not in page.text
    assert client.post(url(region), sent(region)).status_code == 403
    assert log_in(clerk).get(url(region)).status_code == 404
