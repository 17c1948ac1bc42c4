"""The radar: real crossings first, what all offices do last, and nothing depends on any order."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from similarity import radar
from similarity.clauses import Cleaner
from similarity.duty_lines import RadarDuty, clauses_of, rarity, read
from similarity.evidence import PairEvidence
from similarity.phrases import DEFAULT

CHARACTERS = "监督管理食品安全生产事故调查培训，；（）1县市区的"
duties = st.lists(
    st.tuples(st.integers(1, 5), st.text(CHARACTERS, min_size=1, max_size=14)), max_size=14
).map(lambda rows: [RadarDuty(key, where, "某科", text) for key, (where, text) in enumerate(rows)])


def city(*rows: tuple[int, str], section: str = "业务科") -> list[RadarDuty]:
    return [RadarDuty(key, where, section, text) for key, (where, text) in enumerate(rows)]


def explained(rows: list[RadarDuty], a: int, b: int) -> PairEvidence:
    of_key = {one.key: one for one in rows}
    return radar.explain(read(rows).corpus, of_key[a], of_key[b])


def pairs_of(rows: list[RadarDuty], **wishes: float) -> list[tuple[int, int]]:
    return [(pair.a, pair.b) for pair in radar.find(read(rows), **wishes).pairs]


@settings(deadline=None)
@given(duties, st.randoms(use_true_random=False))
def test_the_order_of_the_duties_changes_nothing(rows, rng: random.Random):
    shuffled = rng.sample(rows, len(rows))
    assert radar.find(read(shuffled)) == radar.find(read(rows))


@settings(deadline=None)
@given(duties)
def test_other_keys_in_the_same_order_name_the_same_pairs(rows):
    renamed = [RadarDuty(7 * one.key + 3, one.department, one.section, one.text) for one in rows]
    expected = [(7 * a + 3, 7 * b + 3) for a, b in pairs_of(rows)]
    assert pairs_of(renamed) == expected


@settings(deadline=None)
@given(duties)
def test_departments_that_change_places_turn_the_pairs_around(rows):
    mirrored = [RadarDuty(one.key, 9 - one.department, one.section, one.text) for one in rows]
    wide = {"partners": len(rows) + 1}
    likeness = {frozenset((p.a, p.b)): p.likeness for p in radar.find(read(rows), **wide).pairs}
    turned = {frozenset((p.a, p.b)): p.likeness for p in radar.find(read(mirrored), **wide).pairs}
    assert turned == likeness


@settings(deadline=None)
@given(duties)
def test_the_shares_add_up_to_the_cosine_exactly(rows):
    for pair in radar.find(read(rows)).pairs:
        evidence = explained(rows, pair.a, pair.b)
        assert sum(phrase.share for phrase in evidence.shared_phrases) == evidence.similarity
        assert evidence.similarity == pair.cosine


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(duties, st.sampled_from([0.2, 0.5, 0.8]))
def test_finds_just_what_comparing_every_two_finds(rows, threshold):
    lines = read(rows)
    wide = {"partners": len(rows) + 1, "threshold": threshold}
    found = {(p.a, p.b): p.cosine for p in radar.find(lines, **wide).pairs}
    department = {one.key: one.department for one in rows}
    for a in department:
        for b in department:
            if (department[a], a) < (department[b], b) and department[a] != department[b]:
                cosine = explained(rows, a, b).similarity
                assert found.get((a, b), cosine) == cosine
                assert (a, b) in found or cosine < threshold or not_telling(rows, a, b, threshold)
    assert all(cosine >= threshold for cosine in found.values())


def not_telling(rows: list[RadarDuty], a: int, b: int, threshold: float) -> bool:
    """Whether a pair may be missing though the texts are alike: at most what its words weigh."""
    lines = read(rows)
    line = {key: at for at, having in enumerate(lines.members) for _, key in having}
    most = rarity(2, lines.departments) * lines.mass[line[a]] * lines.mass[line[b]]
    common = rarity(lines.departments, lines.departments) ** 2 * most
    return explained(rows, a, b).similarity * common < threshold


@settings(deadline=None)
@given(duties)
def test_every_pair_is_of_two_departments_smaller_first_and_likeness_falls(rows):
    department = {one.key: one.department for one in rows}
    pairs = radar.find(read(rows)).pairs
    assert all(department[pair.a] < department[pair.b] for pair in pairs)
    assert all(one.likeness >= other.likeness for one, other in pairwise(pairs))
    assert all(pair.likeness >= radar.THRESHOLD for pair in pairs)


@settings(deadline=None)
@given(duties)
def test_all_duties_of_a_matter_are_alike_and_of_three_departments(rows):
    department = {one.key: one.department for one in rows}
    topics = radar.find(read(rows)).topics
    for topic in topics:
        assert len({department[key] for key in topic.duties}) == topic.departments >= 3
        first, *others = topic.duties
        assert all(explained(rows, first, key).similarity >= 0.49 for key in others)
    listed = [key for topic in topics for key in topic.duties]
    assert len(listed) == len(set(listed))


def test_the_same_clause_in_two_departments_leads_the_list():
    rows = city(
        (1, "组织安全事故调查"),
        (2, "组织安全事故调查"),
        (1, "监督施工安全"),
        (2, "统计分析安全事故"),
        (3, "编制年度预算草案"),
    )
    pairs = radar.find(read(rows)).pairs
    assert (pairs[0].a, pairs[0].b, pairs[0].departments) == (0, 1, 2)
    assert pairs[0].likeness == pytest.approx(1.0, abs=1e-6)
    assert (0, 3) in [(pair.a, pair.b) for pair in pairs[1:]]
    assert not any(4 in (pair.a, pair.b) for pair in pairs)


def test_what_every_office_has_is_told_apart_and_does_not_flood_the_list():
    office = "组织机关文电会务和档案管理"
    everywhere = [(where, office) for where in range(1, 41)]
    rows = city((1, "审核政府投资项目概算"), (2, "审核政府投资项目预算"), *everywhere)
    found = radar.find(read(rows))
    assert [(pair.a, pair.b) for pair in found.pairs] == [(0, 1)]
    assert [(one.departments, rows[one.key].text) for one in found.common] == [(40, office)]
    assert found.topics == ()


def test_a_clause_of_more_departments_counts_less():
    def likeness(departments: int) -> float:
        others = [(where, f"第{where}项完全不同的事务甲乙丙丁"[where % 5 :]) for where in range(30)]
        same = [(where, "组织食品安全抽样检验") for where in range(departments)]
        found = radar.find(read(city(*same, *others)), threshold=0.01)
        return next(pair.likeness for pair in found.pairs if pair.cosine > 0.99)

    assert likeness(2) > likeness(3) > likeness(6) > likeness(12)


def test_three_departments_with_one_matter_are_a_cluster():
    rows = city(
        (1, "组织食品安全抽样检验"),
        (2, "负责食品安全抽样检验"),
        (3, "食品安全抽样检验结果"),
        (4, "编制年度预算草案"),
    )
    (topic,) = radar.find(read(rows)).topics
    assert (topic.duties, topic.departments) == ((0, 1, 2), 3)


def test_a_duty_keeps_its_best_partners_only():
    rows = city(
        (1, "组织食品安全抽样检验"),
        *((2, f"组织食品安全抽样检验{one}号线") for one in "甲乙丙丁戊己"),
    )
    kept = radar.find(read(rows), partners=2).pairs
    assert len(kept) == 6  # each of the six has the first as its best partner
    assert len(radar.find(read(rows), most=3).pairs) == 3


def test_catch_alls_and_boilerplate_are_counted_and_not_compared():
    rows = city(
        (1, "承办领导交办的其他事项"),
        (2, "承办领导交办的其他事项"),
        (1, "负责保密、信访和政务公开工作"),
        (2, "负责保密、信访和政务公开工作"),
        (3, "组织食品安全抽样检验"),
    )
    lines = read(rows)
    assert lines.unscored == 4
    assert radar.find(lines).pairs == ()


def test_boilerplate_counts_for_the_section_that_is_named_for_it():
    rows = [
        RadarDuty(1, 1, "保密科", "负责保密管理"),
        RadarDuty(2, 2, "保密办公室", "负责保密管理"),
        RadarDuty(3, 3, "人事科", "负责保密管理"),
    ]
    assert read(rows).unscored == 1
    assert [clause.excluded for clause in clauses_of(DEFAULT, rows[2])] == ["boilerplate"]
    assert explained(rows, 1, 2).similarity == pytest.approx(1.0, abs=1e-6)


def test_the_clauses_that_do_not_count_are_left_out_of_the_evidence():
    counts = "组织安全事故调查"
    rows = city((1, f"{counts}；承办领导交办的其他事项"), (2, "安全事故调查"))
    evidence = explained(rows, 0, 1)
    assert [clause.text for clause in evidence.clauses_a] == [counts]


@pytest.mark.parametrize("rows", [[], city((1, "承办领导交办的其他事项")), city((1, "的"))])
def test_nothing_to_compare_is_no_pair(rows):
    assert radar.find(read(rows)) == radar.Radar((), (), ())


def test_the_rarity_of_a_clause():
    assert rarity(1, 46) == rarity(2, 46) == 1.0
    assert 0.0 < rarity(46, 46) < 0.01 < rarity(20, 46) < rarity(3, 46) < 1.0
    assert rarity(3, 3) == rarity(3, 20) > 0.8


def test_a_phrase_list_of_the_region_is_obeyed():
    from similarity.phrases import Boilerplate

    rows = city((1, "组织安全事故调查"), (2, "组织安全事故调查"))
    phrases = Boilerplate(topics=("组织安全事故调查",))
    assert read(rows, phrases=phrases).unscored == 2
    assert Cleaner(phrases).clean("组织") == "组织"
