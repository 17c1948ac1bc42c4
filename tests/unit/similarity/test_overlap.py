"""The similarity of sections: its properties, what it ignores, and a real department."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from similarity.clauses import Cleaner
from similarity.overlap import (
    SectionText,
    blend,
    calibrate,
    cluster_order,
    fit,
    normalise,
    similarity,
)
from similarity.phrases import Boilerplate

WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"
JOINED = (
    ("干部调配科", "干部信息科"),
    ("干部一科", "县(市)区绩效考评办"),
    ("干部监督室", "12380举报中心"),
    ("组织科", "指导科"),
    ("组织员办", "党员电化教育科"),
    ("人才科", "企业管理人才中心"),
    ("人才科", "干部培训科"),
    ("企业管理人才中心", "干部培训科"),
)
CHARACTERS = "干部监督人才培训组织党员教育考核举报信息档案、，。（）()1２3aＡ龑䶮㛃 的和科室办"
names = st.text(CHARACTERS, max_size=8)
sections = st.builds(
    SectionText, names, st.lists(st.text(CHARACTERS, max_size=24), max_size=4).map(tuple)
)
regions = st.lists(sections, min_size=1, max_size=12)


def pair(a: SectionText, b: SectionText, *others: SectionText) -> float:
    return float(similarity(fit([a, b, *others]))[0, 1])


@given(regions)
def test_similarity_is_symmetric_within_0_and_1_and_1_with_itself(texts):
    matrix = similarity(fit(texts))
    assert (matrix == matrix.T).all()
    assert matrix.min() >= 0.0
    assert matrix.max() <= 1.0
    assert (np.diag(matrix) == 1.0).all()


@given(regions, st.randoms())
def test_the_order_of_the_sections_changes_no_bit(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = similarity(fit([texts[i] for i in order]))
    assert (shuffled == similarity(fit(texts))[np.ix_(order, order)]).all()


@given(regions, st.integers(1, 12))
def test_the_size_of_the_blocks_changes_no_bit(texts, block):
    corpus = fit(texts)
    assert (similarity(corpus, block=block) == similarity(corpus)).all()


@given(regions, st.data())
def test_chosen_sections_have_the_similarity_they_have_among_all(texts, data):
    corpus = fit(texts)
    chosen = data.draw(st.lists(st.sampled_from(range(len(texts))), min_size=1, unique=True))
    expected = similarity(corpus)[np.ix_(chosen, chosen)]
    assert (similarity(corpus, chosen) == expected).all()
    assert (similarity(corpus, [texts[i] for i in chosen]) == expected).all()


def test_single_precision_is_the_double_result_rounded():
    texts = [SectionText(f"{a}{b}科", (f"{a}{b}管理",)) for a in "干部人才" for b in "考核培训"]
    corpus = fit(texts)
    rounded = similarity(corpus).astype(np.float32)
    assert (similarity(corpus, dtype=np.float32) == rounded).all()


def test_identical_sections_are_as_similar_as_can_be():
    a = SectionText("干部监督室", ("受理举报", "核查问题线索"))
    assert pair(a, a, SectionText("财务科", ("编制预算",))) == pytest.approx(1.0, abs=1e-6)


def test_sections_without_a_common_bigram_are_not_similar():
    assert pair(SectionText("人才科", ("引进专家",)), SectionText("财务科", ("编制预算",))) == 0.0


@pytest.mark.parametrize("empty", [SectionText(""), SectionText("", ("",)), SectionText("、（）")])
def test_a_section_without_text_resembles_nobody(empty):
    assert pair(empty, SectionText("人才科", ("引进专家",))) == 0.0
    assert pair(empty, empty) == 0.0


def test_names_alone_are_compared_when_there_are_no_duties():
    assert pair(SectionText("干部一科"), SectionText("干部二科"), SectionText("财务科")) > 0.1


def test_one_section_and_no_section_are_no_trouble():
    assert similarity(fit([SectionText("人才科", ("引进专家",))])).tolist() == [[1.0]]
    assert similarity(fit([])).shape == (0, 0)


def test_a_phrase_that_few_sections_have_counts_more_than_one_that_all_have():
    texts = [
        SectionText("", ("干部管理、人才引进",)),
        SectionText("", ("干部管理、人才引进",)),
        SectionText("", ("干部管理、预算编制",)),
        SectionText("", ("干部管理、档案整理",)),
    ]
    matrix = similarity(fit(texts))
    assert matrix[0, 1] > 0.9 > 0.2 > matrix[0, 2]


@pytest.mark.parametrize(
    "catch_all",
    [
        "承办领导交办的其他事项",
        "完成市委、市政府和上级交办的其它任务。",
        "（五）承办局领导交办的其他工作",
        "其他工作",
        "法律法规规定的其他职责",
        "负责保密、信访和政务公开工作",
        "负责本科室党建工作",
        "驻村帮扶工作队轮换",
    ],
)
def test_catch_alls_and_boilerplate_do_not_matter(catch_all):
    a = SectionText("人才科", ("引进高层次人才", "联系服务专家"))
    b = SectionText("培训科", ("培训高层次人才",))
    c = SectionText("财务科", ("编制预算",))
    plain = similarity(fit([a, b, c]))
    padded = [SectionText(s.name, (*s.duties, catch_all)) for s in (a, b, c)]
    assert (similarity(fit(padded)) == plain).all()


@pytest.mark.parametrize(
    ("name", "duty"),
    [
        ("保密科", "负责保密工作"),
        ("督查科", "负责市领导批示和交办事项的督查督办"),
        ("接待科", "接待群众来访"),
        ("组织科", "负责党费收缴管理和党内统计"),
        ("安全监管科", "监督检查危险化学品企业的安全生产"),
    ],
)
def test_a_section_s_own_function_is_never_taken_for_boilerplate(name, duty):
    [clause] = Cleaner().split(SectionText(name, (duty,)))
    assert clause.excluded is None
    assert clause.scored.strip()


def test_the_phrase_list_can_be_edited():
    a = SectionText("甲科", ("参加植树活动",))
    b = SectionText("乙科", ("参加植树活动",))
    none = Boilerplate((), (), (), (), (), builtin_catch_alls=False)
    edited = Boilerplate(topics=("植树",), fillers=("参加", "活动"))
    assert similarity(fit([a, b], phrases=none))[0, 1] > 0.4
    assert similarity(fit([a, b], phrases=edited))[0, 1] == 0.0


def test_full_width_forms_and_kinds_of_brackets_are_one():
    a = SectionText("12380举报中心", ("受理县(市)区ABC举报",))
    b = SectionText("１２３８０举报中心", ("受理县（市）区ａｂｃ举报",))
    assert pair(a, b) == pytest.approx(1.0, abs=1e-6)


def test_numbering_before_a_clause_does_not_count():
    plain = SectionText("甲", ("引进专家", "编制预算", "1.5万亩林地管理"))
    numbered = SectionText("乙", ("（一）引进专家", "2．编制预算", "1.5万亩林地管理"))
    assert pair(plain, numbered) == pytest.approx(1.0, abs=1e-6)


def test_a_bracketed_character_is_read_with_its_neighbours():
    assert pair(SectionText("", ("村(居)民",)), SectionText("", ("村居民",))) == pytest.approx(
        1.0, abs=1e-6
    )


def test_rare_characters_count_like_any_other():
    rare = SectionText("龑䶮科", ("㛃𠮷𬭎管理",))
    assert pair(rare, SectionText("文书科", ("㛃𠮷𬭎整理",)), SectionText("财务科")) > 0.1


def test_a_paragraph_is_split_into_clauses():
    catch_all = "承办领导交办的其他事项"
    duty = f"编制预算；引进专家。\n{catch_all}。"
    clauses = Cleaner().split(SectionText("甲科", (duty,)))
    assert [(c.text, c.excluded) for c in clauses] == [
        ("编制预算", None),
        ("引进专家", None),
        (catch_all, "catch_all"),
    ]


@given(st.text(max_size=60))
def test_cleaning_never_moves_a_character(text):
    assert len(Cleaner().clean(text)) == len(text)
    assert len(Cleaner().scored_name(text)) == len(text)


def test_a_long_clause_of_fillers_is_read_in_no_time():
    [clause] = Cleaner().split(SectionText("甲科", ("组织工作和" * 5000 + "预算",)))
    assert clause.excluded is None


@given(regions)
@settings(max_examples=30)
def test_calibration_is_the_linear_quantile_of_all_pairs(texts):
    matrix = similarity(fit(texts))
    pairs = matrix[np.triu_indices(len(texts), 1)]
    expected = (0.0, 0.0) if len(pairs) == 0 else tuple(np.quantile(pairs, [0.5, 0.95]))
    assert calibrate(matrix) == expected


def test_calibration_of_a_region_pools_its_departments():
    first = np.array([[1.0, 0.1], [0.1, 1.0]])
    second = np.array([[1.0, 0.2, 0.4], [0.2, 1.0, 0.8], [0.4, 0.8, 1.0]])
    alone = np.array([[1.0]])
    assert calibrate([first, second, alone]) == pytest.approx((0.3, 0.74))


def test_normalising_clips_between_the_quantiles():
    q = normalise(np.array([0.0, 0.1, 0.2, 0.3, 0.9]), 0.1, 0.3)
    assert q == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_equal_quantiles_divide_into_above_and_not_above():
    assert normalise(np.array([0.1, 0.2, 0.3]), 0.2, 0.2).tolist() == [0.0, 0.0, 1.0]


def test_links_are_blended_in_both_directions_and_the_stronger_counts():
    matrix = np.array([[1.0, 0.2, 0.4], [0.2, 1.0, 0.0], [0.4, 0.0, 1.0]])
    blended = blend(matrix, [(0, 1, 0.5), (1, 0, 1.0)], 0.25)
    assert blended == pytest.approx(np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.0], [0.3, 0.0, 1.0]]))


def test_without_links_nothing_is_blended():
    matrix = np.array([[1.0, 0.2], [0.2, 1.0]])
    assert (blend(matrix, []) == matrix).all()


@given(regions)
@settings(max_examples=30)
def test_the_cluster_order_is_a_permutation(texts):
    assert sorted(cluster_order(similarity(fit(texts)))) == list(range(len(texts)))


def test_alike_sections_stand_side_by_side():
    texts = [SectionText(n, (n * 2,)) for n in ("干部任免", "预算编制", "干部任用", "预算执行")]
    order = cluster_order(similarity(fit(texts)))
    assert abs(order.index(0) - order.index(2)) == 1
    assert abs(order.index(1) - order.index(3)) == 1


def test_many_sections_are_ordered_too():
    texts = [SectionText(f"{i}号科", (f"事项{i % 7}管理",)) for i in range(210)]
    assert sorted(cluster_order(similarity(fit(texts)))) == list(range(210))


def test_the_pairs_a_real_reform_joined_are_among_the_most_similar():
    """Of 153 pairs: seven of the eight joined ones are in the first 12, all in the first 18."""
    data = json.loads((WORKBOOKS / "组织部.expected.json").read_text("utf-8"))
    listed = data["departments"][0]["sections"]
    texts = [SectionText(section["name"], tuple(section["duties"])) for section in listed]
    matrix = similarity(fit(texts))
    place = {text.name: i for i, text in enumerate(texts)}
    joined = sorted((matrix[place[a], place[b]] for a, b in JOINED), reverse=True)
    pairs = np.sort(matrix[np.triu_indices(len(texts), 1)])[::-1]
    assert len(pairs) == 153
    assert joined[6] >= pairs[11]
    assert joined[7] >= pairs[17]
