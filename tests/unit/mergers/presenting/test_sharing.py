"""Evidence on screen: nothing of a text is lost, and shares add up to the similarity shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergers.presenting.sharing import Piece, apportion, on_screen, pieces, standing
from similarity.clauses import SectionText
from similarity.evidence import MarkedText, PairEvidence, Span, explain_pair
from similarity.overlap import fit

A = SectionText("预算科", ("编制年度市级预算草案", "审核部门预算并批复", "承办领导交办的其他事项"))
B = SectionText("预算审核科", ("审核部门预算草案", "编制年度预算审核意见"))
C = SectionText("会计科", ("管理会计人员继续教育",))


@pytest.fixture(scope="module")
def evidence() -> PairEvidence:
    return explain_pair(fit([A, B, C]), A, B)


def test_a_text_is_cut_where_highlights_begin_and_end():
    marked = MarkedText("负责干部任免", (Span(2, 4, 0), Span(4, 6, 1)))
    assert pieces(marked) == (Piece("负责"), Piece("干部", 1), Piece("任免", 2))


def test_an_id_number_is_masked_before_a_highlight_cuts_it():
    shown = pieces(MarkedText("联系人110101198505051234", (Span(3, 12, 0),)))
    assert "".join(piece.text for piece in shown) == "联系人11**************34"


def test_phrases_beyond_the_palette_share_one_colour():
    assert [Piece("x", number).tint for number in (None, 1, 6, 7)] == [0, 1, 6, 0]


@given(st.lists(st.floats(0, 50), max_size=30))
def test_rounded_shares_add_up_to_the_rounded_sum(values):
    rounded = apportion(values)
    assert round(sum(rounded), 1) == pytest.approx(round(sum(values) + 1e-9, 1), abs=0.051)
    assert sum(rounded) == pytest.approx(sum(values), abs=0.0501)
    assert all(abs(shown - value) <= 0.1001 for shown, value in zip(rounded, values, strict=True))


def test_largest_remainders_are_rounded_up():
    assert apportion([0.26, 0.26, 0.48]) == (0.3, 0.2, 0.5)


def test_the_shares_shown_add_up_to_the_similarity_shown(evidence):
    shown = on_screen(evidence)
    assert shown.phrases
    assert round(sum(phrase.points for phrase in shown.phrases), 1) == shown.points
    assert shown.points == pytest.approx(100 * evidence.similarity, abs=0.05)


def test_every_clause_appears_and_is_whole(evidence):
    shown = on_screen(evidence)
    matched = {"".join(piece.text for piece in match.left) for match in shown.matched}
    alone = {"".join(piece.text for piece in parts) for parts in shown.only_left}
    assert matched | alone | set(shown.unscored_left) == set(A.duties)
    assert shown.unscored_left == ("承办领导交办的其他事项",)


def test_no_highlight_takes_an_id_number_apart_and_no_phrase_spells_it():
    one = SectionText("甲科", ("联系99000019850505123X办理公务卡",))
    other = SectionText("乙科", ("协助990000198505051244核对车辆",))
    shown = on_screen(explain_pair(fit([one, other, C]), one, other))
    texts = {"".join(piece.text for piece in parts) for parts in shown.only_left + shown.only_right}
    texts |= {
        "".join(p.text for p in parts) for one in shown.matched for parts in (one.left, one.right)
    }
    assert texts == {"联系99**************3X办理公务卡", "协助99**************44核对车辆"}
    assert shown.phrases
    assert not any("1985" in phrase.text for phrase in shown.phrases)


def test_small_shares_are_summed_up_below_the_large_ones(evidence):
    shown = on_screen(evidence)
    assert shown.top_phrases + shown.other_phrases == shown.phrases
    assert shown.other_points == round(sum(p.points for p in shown.other_phrases), 1)


@pytest.mark.parametrize(
    ("similarity", "word"),
    [(0.01, ""), (0.02, ""), (0.05, "middle"), (0.11, "middle"), (0.2, "high")],
)
def test_where_a_similarity_lies_among_all(similarity, word):
    assert standing(similarity, 0.02, 0.11) == word
