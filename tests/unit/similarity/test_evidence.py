"""The evidence of a pair: shares add up, highlights are where the phrases are, the rest is told."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from similarity.clauses import Cleaner, SectionText
from similarity.evidence import MarkedText, PairEvidence, explain_pair, with_link
from similarity.overlap import bigrams, blend, fit, similarity, vectors

CHARACTERS = "干部监督人才培训组织党员考核举报信息档案、，。（）()1２aＡ龑㛃 的和科"
sections = st.builds(
    SectionText,
    st.text(CHARACTERS, max_size=8),
    st.lists(st.text(CHARACTERS, max_size=24), max_size=4).map(tuple),
)
pairs = st.tuples(sections, sections, st.lists(sections, max_size=4))

SUPERVISION = SectionText(
    "干部监督室",
    (
        "负责对领导班子的监督",
        "受理反映领导干部问题的举报并组织调查核实",
        "承办领导交办的其他事项",
    ),
)
HOTLINE = SectionText(
    "12380举报中心",
    ("受理12380举报电话", "组织对举报问题的调查核实和反馈", "承办领导交办的其他事项"),
)
FINANCE = SectionText("财务科", ("编制部门预算",))


def marked_texts(evidence: PairEvidence) -> list[MarkedText]:
    return [evidence.name_a, *evidence.clauses_a, evidence.name_b, *evidence.clauses_b]


def without(marked: MarkedText, phrase: int | None = None) -> str:
    """The text with its highlights (or those of one phrase) replaced by commas."""
    text = marked.text
    for span in marked.spans:
        if phrase in (None, span.phrase):
            text = text[: span.start] + "，" * (span.end - span.start) + text[span.end :]
    return text


@given(pairs)
def test_the_shares_add_up_to_the_similarity_exactly(pair):
    a, b, others = pair
    corpus = fit([a, b, *others])
    evidence = explain_pair(corpus, a, b)
    assert sum(phrase.share for phrase in evidence.shared_phrases) == evidence.similarity
    assert evidence.similarity == similarity(corpus)[0, 1]


@given(pairs)
def test_the_names_part_is_a_part_of_every_share(pair):
    a, b, others = pair
    evidence = explain_pair(fit([a, b, *others]), a, b)
    assert all(0 <= p.name_share <= p.share for p in evidence.shared_phrases)
    assert evidence.name_share == pytest.approx(sum(p.name_share for p in evidence.shared_phrases))


@given(pairs)
def test_highlights_are_in_order_apart_and_name_a_listed_phrase(pair):
    a, b, others = pair
    evidence = explain_pair(fit([a, b, *others]), a, b)
    for marked in marked_texts(evidence):
        end = 0
        for span in marked.spans:
            assert end <= span.start < span.end <= len(marked.text)
            assert 0 <= span.phrase < len(evidence.shared_phrases)
            end = span.end


@given(pairs)
def test_nothing_shared_is_left_without_the_highlighted_characters(pair):
    a, b, others = pair
    corpus = fit([a, b, *others])
    evidence = explain_pair(corpus, a, b)
    rest = SectionText(
        without(evidence.name_a), tuple(without(clause) for clause in evidence.clauses_a)
    )
    assert similarity(corpus, [rest, b])[0, 1] == 0.0


@given(pairs)
def test_the_evidence_is_the_same_from_both_sides(pair):
    a, b, others = pair
    corpus = fit([a, b, *others])
    there, back = explain_pair(corpus, a, b), explain_pair(corpus, b, a)
    assert there.similarity == back.similarity
    assert {(p.a, p.b, p.similarity) for p in there.clause_pairs} == {
        (p.b, p.a, p.similarity) for p in back.clause_pairs
    }
    assert (there.only_a, there.only_b) == (back.only_b, back.only_a)


@given(pairs)
def test_striking_a_highlighted_phrase_out_of_both_texts_leaves_the_stated_similarity(pair):
    """Exactly, and by the way every other similarity is computed: on the texts without it."""
    a, b, others = pair
    corpus = fit([a, b, *others])
    evidence = explain_pair(corpus, a, b)
    for number, phrase in enumerate(evidence.shared_phrases):
        poorer = [
            SectionText(
                without(evidence.name_a, number),
                tuple(without(clause, number) for clause in evidence.clauses_a),
            ),
            SectionText(
                without(evidence.name_b, number),
                tuple(without(clause, number) for clause in evidence.clauses_b),
            ),
        ]
        assert similarity(corpus, poorer)[0, 1] == phrase.without


@given(pairs)
def test_the_share_is_what_is_lost_when_the_phrase_is_no_longer_in_common(pair):
    """Exactly, with the lengths of the two vectors as they are: nothing else changes."""
    a, b, others = pair
    corpus = fit([a, b, *others])
    evidence = explain_pair(corpus, a, b)
    cleaner = Cleaner(corpus.phrases)
    codes, rows = vectors(corpus, [cleaner.scored_text(a), cleaner.scored_text(b)])
    first, second = rows.toarray()
    for number, phrase in enumerate(evidence.shared_phrases):
        owned = {
            code for marked in marked_texts(evidence) for code in owned_by(number, marked, evidence)
        }
        kept = [code not in owned for code in codes.tolist()]
        assert float((first * second)[kept].sum()) == evidence.similarity - phrase.share


def owned_by(number: int, marked: MarkedText, evidence: PairEvidence) -> set[int]:
    """The bigrams whose last character is highlighted as phrase `number`."""
    name = marked in (evidence.name_a, evidence.name_b)
    cleaner = Cleaner()
    if name:
        scored = cleaner.scored_name(marked.text)
    else:
        [clause] = cleaner.split(SectionText("", (marked.text,))) or [None]
        scored = clause.scored if clause and marked.excluded is None else ""
    _, ends, codes = bigrams(scored)
    inside = {
        place
        for span in marked.spans
        if span.phrase == number
        for place in range(span.start, span.end)
    }
    return {
        code for end, code in zip(ends.tolist(), codes.tolist(), strict=True) if end - 1 in inside
    }


@given(pairs)
def test_of_one_phrase_alone_nothing_is_left_and_the_whole_is_its_share(pair):
    a, b, others = pair
    phrases = explain_pair(fit([a, b, *others]), a, b).shared_phrases
    if len(phrases) == 1:
        assert phrases[0].without == 0.0


@given(pairs, st.floats(0, 1), st.floats(0, 1))
def test_the_link_and_the_shares_add_up_to_the_blended_similarity(pair, strength, weight):
    a, b, others = pair
    corpus = fit([a, b, *others])
    linked = with_link(explain_pair(corpus, a, b), strength, weight)
    blended = blend(similarity(corpus, [a, b]), [(0, 1, strength)], weight)[0, 1]
    assert linked.similarity == blended
    shares = sum(phrase.share for phrase in linked.shared_phrases)
    assert shares + linked.link_share == pytest.approx(linked.similarity, abs=1e-12)
    for phrase in linked.shared_phrases:
        assert phrase.without >= linked.link_share - 1e-12


def test_a_link_is_blended_in_only_once():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE]), SUPERVISION, HOTLINE)
    with pytest.raises(ValueError, match="already"):
        with_link(with_link(evidence, 0.5, 0.3), 0.5, 0.3)


def test_a_telling_phrase_that_is_struck_out_lowers_the_similarity_most():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    first = evidence.shared_phrases[0]
    assert first.without < evidence.similarity
    assert first.without == min(phrase.without for phrase in evidence.shared_phrases)


def test_a_common_word_that_is_struck_out_may_leave_texts_more_alike():
    """It made one text longer without making the other like it: its share is small, not less."""
    a = SectionText("", ("组织考核、组织培训、组织评比", "引进专家"))
    b = SectionText("", ("组织调研", "引进专家"))
    evidence = explain_pair(fit([a, b, FINANCE]), a, b)
    [common] = [phrase for phrase in evidence.shared_phrases if phrase.text == "组织"]
    assert 0 < common.share < evidence.similarity < common.without


def test_the_best_matching_clauses_are_found_and_the_others_told():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    best = evidence.clause_pairs[0]
    assert (best.a, best.b) == (1, 1)
    assert best.similarity > 0.15
    assert [evidence.clauses_a[i].text for i in evidence.only_a] == [SUPERVISION.duties[0]]
    assert evidence.only_b == (0,)


def test_phrases_are_as_long_as_they_are_shared_and_the_largest_share_comes_first():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    texts = [phrase.text for phrase in evidence.shared_phrases]
    assert "调查核实" in texts
    assert "受理" in texts
    shares = [phrase.share for phrase in evidence.shared_phrases]
    assert shares == sorted(shares, reverse=True)


def test_a_highlight_shows_the_phrase_where_it_stands():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    number = [p.text for p in evidence.shared_phrases].index("调查核实")
    for clause in (evidence.clauses_a[1], evidence.clauses_b[1]):
        [span] = [span for span in clause.spans if span.phrase == number]
        assert clause.text[span.start : span.end] == "调查核实"


def test_a_catch_all_is_shown_as_not_counted_and_never_highlighted():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    last = evidence.clauses_a[2]
    assert (last.text, last.excluded, last.spans) == (SUPERVISION.duties[2], "catch_all", ())
    assert 2 not in evidence.only_a


def test_what_rests_on_the_names_is_told():
    a, b = SectionText("举报中心", ("接听电话",)), SectionText("监督室", ("办理举报",))
    evidence = explain_pair(fit([a, b, FINANCE]), a, b)
    assert [p.text for p in evidence.shared_phrases] == ["举报"]
    assert evidence.name_share == evidence.similarity > 0


def test_brackets_inside_a_phrase_are_shown_with_it():
    a = SectionText("甲科", ("考核县(市)区领导班子",))
    b = SectionText("乙科", ("指导县（市）区领导班子换届",))
    evidence = explain_pair(fit([a, b, FINANCE]), a, b)
    assert [p.text for p in evidence.shared_phrases] == ["县(市)区领导班子"]
    assert [len(clause.spans) for clause in (*evidence.clauses_a, *evidence.clauses_b)] == [1, 1]


def test_sections_with_nothing_in_common_have_nothing_to_show():
    evidence = explain_pair(fit([SUPERVISION, FINANCE]), SUPERVISION, FINANCE)
    assert (evidence.similarity, evidence.shared_phrases, evidence.clause_pairs) == (0.0, (), ())
    assert evidence.only_b == (0,)


def test_empty_sections_have_empty_evidence():
    empty = SectionText("")
    evidence = explain_pair(fit([empty]), empty, empty)
    assert (evidence.similarity, evidence.clauses_a, evidence.only_a) == (0.0, (), ())


def test_identical_sections_share_everything():
    evidence = explain_pair(fit([HOTLINE, FINANCE]), HOTLINE, HOTLINE)
    assert evidence.similarity == pytest.approx(1.0, abs=1e-6)
    assert evidence.only_a == evidence.only_b == ()


def test_of_a_duty_of_several_clauses_each_clause_knows_its_duty():
    section = SectionText("甲科", ("编制预算；审核决算", "管理资产"))
    evidence = explain_pair(fit([section, FINANCE]), section, FINANCE)
    assert [(clause.text, clause.duty) for clause in evidence.clauses_a] == [
        ("编制预算", 0),
        ("审核决算", 0),
        ("管理资产", 1),
    ]


def test_a_real_pair_is_explained_in_phrases_a_reader_knows():
    path = Path(__file__).parents[2] / "data" / "workbooks" / "组织部.expected.json"
    listed = json.loads(path.read_text("utf-8"))["departments"][0]["sections"]
    texts = {s["name"]: SectionText(s["name"], tuple(s["duties"])) for s in listed}
    evidence = explain_pair(fit(list(texts.values())), texts["组织科"], texts["指导科"])
    assert evidence.shared_phrases[0].text == "基层党组织"
    assert evidence.shared_phrases[0].share > evidence.similarity / 2
