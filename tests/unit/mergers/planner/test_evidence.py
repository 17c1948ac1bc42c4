"""The evidence of a pair: shares add up, highlights are where the phrases are, the rest is told."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergers.planner.evidence import MarkedText, PairEvidence, explain_pair
from mergers.planner.overlap import SectionText, fit, similarity

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


@pytest.mark.parametrize("phrase", [0, 1, 2])
def test_removing_a_highlighted_phrase_lowers_the_similarity(phrase):
    corpus = fit([SUPERVISION, HOTLINE, FINANCE])
    evidence = explain_pair(corpus, SUPERVISION, HOTLINE)
    poorer = SectionText(
        without(evidence.name_a, phrase),
        tuple(without(clause, phrase) for clause in evidence.clauses_a),
    )
    assert similarity(corpus, [poorer, HOTLINE])[0, 1] < evidence.similarity


def test_the_best_matching_clauses_are_found_and_the_others_told():
    evidence = explain_pair(fit([SUPERVISION, HOTLINE, FINANCE]), SUPERVISION, HOTLINE)
    best = evidence.clause_pairs[0]
    assert (best.a, best.b) == (1, 1)
    assert best.similarity > 0.15
    assert [evidence.clauses_a[i].text for i in evidence.only_a] == ["负责对领导班子的监督"]
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
    assert (last.text, last.excluded, last.spans) == ("承办领导交办的其他事项", "catch_all", ())
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
    path = Path(__file__).parents[3] / "data" / "workbooks" / "组织部.expected.json"
    listed = json.loads(path.read_text("utf-8"))["departments"][0]["sections"]
    texts = {s["name"]: SectionText(s["name"], tuple(s["duties"])) for s in listed}
    evidence = explain_pair(fit(list(texts.values())), texts["组织科"], texts["指导科"])
    assert evidence.shared_phrases[0].text == "基层党组织"
    assert evidence.shared_phrases[0].share > evidence.similarity / 2
