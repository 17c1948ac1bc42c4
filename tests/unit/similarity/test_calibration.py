"""A calibration measures the same for ever, whatever becomes of the texts that it was made from."""

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from similarity.calibration import from_json, of_region, unknown_bigrams
from similarity.clauses import SectionText
from similarity.evidence import explain_pair, less_hub, with_link
from similarity.overlap import blend, fit, similarity
from similarity.phrases import Boilerplate

CHARACTERS = "干部监督人才培训组织党员教育考核举报信息档案、，。（）()1２3aＡ龑䶮㛃 的和科室办"
sections = st.builds(
    SectionText,
    st.text(CHARACTERS, max_size=8),
    st.lists(st.text(CHARACTERS, max_size=24), max_size=4).map(tuple),
)
regions = st.lists(sections, min_size=2, max_size=10)


@given(regions, st.lists(sections, min_size=2, max_size=4))
def test_what_is_read_from_a_store_measures_bit_for_bit_as_what_was_fitted(texts, others):
    departments = [place % 2 for place in range(len(texts))]
    phrases = Boilerplate(topics=("党员",))
    made = of_region(texts, departments, phrases=phrases)
    read = from_json(json.loads(json.dumps(made.to_json())))
    assert (read.p50, read.p95, read.hash) == (made.p50, made.p95, made.hash)
    for chosen in (texts, others):
        assert (similarity(read.corpus, chosen) == similarity(made.corpus, chosen)).all()
    assert (similarity(read.corpus, texts) == similarity(fit(texts, phrases=phrases))).all()


@given(regions, st.floats(0, 0.5), st.floats(0, 1), st.floats(0, 1))
def test_the_evidence_of_a_pair_adds_up_to_its_similarity(texts, excess, strength, weight):
    read = from_json(of_region(texts, [1] * len(texts)).to_json())
    matrix = similarity(read.corpus, texts)
    left = max(matrix[0, 1] - excess, 0.0)
    expected = (1 - weight) * left + weight * strength
    text = explain_pair(read.corpus, texts[0], texts[1])
    shown = with_link(less_hub(text, excess), strength, weight)
    shares = sum(phrase.share for phrase in shown.shared_phrases)
    assert math.isclose(shown.similarity, expected, abs_tol=1e-12)
    assert math.isclose(shares + shown.hub_share + shown.link_share, expected, abs_tol=1e-9)


def test_a_bigram_that_it_never_met_weighs_like_one_of_a_single_section():
    known = [SectionText("预算科", ("编制预算",)), SectionText("会计科", ("会计考试",))]
    new = [SectionText("档案馆", ("征集档案",)), SectionText("档案库", ("保管档案",))]
    read = from_json(of_region(known, [1, 1]).to_json())
    assert unknown_bigrams(read.corpus, known) == (0, 6)
    unknown, whole = unknown_bigrams(read.corpus, new)
    assert unknown == whole > 0
    assert read.corpus.unseen_idf == max(read.corpus.idf)
    assert similarity(read.corpus, new)[0, 1] > 0


def test_a_text_is_new_when_a_word_of_it_is():
    known = SectionText("预算科", ("编制预算",))
    read = from_json(of_region([known], [1]).to_json())
    assert not read.is_new(known)
    assert read.is_new(SectionText("预算科", ("编制预算", "批复决算")))


def test_the_scale_is_that_of_the_pairs_within_departments():
    texts = [SectionText("甲", ("编制预算草案",)), SectionText("乙", ("审核预算草案",))]
    assert of_region(texts, [1, 2]).p95 == 0.0
    assert of_region(texts, [1, 1]).p50 == similarity(fit(texts))[0, 1]
    assert not of_region(texts, [1, 1]).has_scale
    three = [*texts, SectionText("丙", ("档案征集",))]
    assert of_region(three, [1, 1, 1]).has_scale
    assert blend(similarity(fit(three)), []).shape == (3, 3)
