"""The phrase list: plain phrases with gaps, topics among fillers, and what a name takes back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from similarity.clauses import Cleaner, SectionText
from similarity.gapped_phrase import GAP, GappedPhrase, GappedPhrases
from similarity.overlap import fit, similarity
from similarity.phrases import (
    BUILTIN_CATCH_ALLS,
    DEFAULT,
    FILLERS,
    Boilerplate,
    PhraseRules,
)

CATCH_ALL = "承办领导交办的其他事项"


def excluded(duty: str, phrases: Boilerplate = DEFAULT, name: str = "甲科") -> str | None:
    [clause] = Cleaner(phrases).split(SectionText(name, (duty,)))
    return clause.excluded


pieces = st.text("甲乙丙", max_size=4)
# Two ellipses in a row are one, so what stands between two gaps is not empty.
split_phrases = st.builds(
    lambda first, inner, last: [first, *inner, *last],
    pieces,
    st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=3),
    st.lists(pieces, max_size=1),
)


@given(split_phrases, st.text("甲乙丙", max_size=40))
def test_a_phrase_with_gaps_means_the_same_as_its_regular_expression(parts, clause):
    pattern = f".{{0,{GAP}}}".join(parts)
    expected = re.fullmatch(pattern, clause) is not None
    assert GappedPhrase("…".join(parts)).matches(clause) is expected


@given(split_phrases, st.data())
def test_a_phrase_matches_whatever_fills_its_gaps(parts, data):
    gaps = data.draw(
        st.lists(
            st.text("甲乙丙丁", max_size=GAP), min_size=len(parts) - 1, max_size=len(parts) - 1
        )
    )
    clause = parts[0] + "".join(gap + part for gap, part in zip(gaps, parts[1:], strict=True))
    assert GappedPhrase("…".join(parts)).matches(clause)


@given(
    st.lists(st.lists(pieces, min_size=1, max_size=3).map("…".join), max_size=6),
    st.text("甲乙丙", max_size=8),
)
def test_many_phrases_match_what_one_of_them_matches(phrases, clause):
    expected = any(GappedPhrase(phrase).matches(clause) for phrase in phrases)
    assert GappedPhrases(phrases).match(clause) is expected


@pytest.mark.parametrize("ellipsis", ["…", "……", "...", "......", "。。。", "⋯"])
def test_every_way_of_writing_an_ellipsis_is_one(ellipsis):
    phrase = GappedPhrase(f"承办{ellipsis}交办的事项")
    for giver in ("市委市政府", ""):
        assert phrase.matches(f"承办{giver}交办的事项")
    assert not phrase.matches("承办" + "市" * 21 + "交办的其他事项")


@pytest.mark.parametrize("phrase", ["(a+)+$", "承办.*事项", "[甲乙]", "\\w+", "承办|完成"])
def test_what_looks_like_an_expression_is_plain_text(phrase):
    assert not GappedPhrase(phrase).matches(CATCH_ALL)
    assert not GappedPhrase(phrase).matches("aaaa")


def test_punctuation_and_width_do_not_matter():
    own = Boilerplate(catch_alls=("完成ＡＢＣ专项（含资料报送）",))
    assert excluded("完成abc专项 含资料报送。", own) == "catch_all"


def test_a_phrase_of_many_gaps_is_read_at_all():
    """As a regular expression it would try the gaps against each other for years."""
    phrases = Boilerplate(catch_alls=("…".join(["甲"] * 30) + "…乙",), topics=("甲",))
    assert excluded("甲" * 3000 + "丙", phrases) is None


def test_an_own_catch_all_counts_for_the_whole_clause_only():
    own = Boilerplate(catch_alls=("参加…植树活动",))
    clause = "参加全市义务植树活动"
    assert excluded(clause, own) == "catch_all"
    assert excluded(f"组织{clause}", own) is None
    assert excluded(clause, DEFAULT) is None


def test_the_built_in_catch_alls_can_be_switched_off():
    off = Boilerplate(builtin_catch_alls=False)
    assert excluded(CATCH_ALL) == "catch_all"
    assert excluded(CATCH_ALL, off) is None


@pytest.mark.parametrize(("pattern", "example"), BUILTIN_CATCH_ALLS)
def test_every_built_in_catch_all_is_shown_by_an_example_that_it_matches(pattern, example):
    assert re.search(pattern, example)
    assert excluded(example) == "catch_all"


words = st.lists(st.sampled_from(["甲", "乙", "甲乙", "乙丙", "丙丙"]), max_size=4).map(tuple)


@given(words, words, st.text("甲乙丙", min_size=1, max_size=10))
def test_boilerplate_is_what_can_be_cut_into_topics_and_fillers(topics, fillers, clause):
    rules = PhraseRules(Boilerplate(topics=topics, fillers=fillers, builtin_catch_alls=False))
    topic, word = "|".join(topics), "|".join((*topics, *fillers))
    expected = bool(topics) and re.fullmatch(f"(?:{word})*?(?:{topic})(?:{word})*?", clause)
    assert (rules.reason_not_scored(clause, "") == "boilerplate") is bool(expected)


def test_a_topic_may_begin_with_a_filler():
    assert "组织" in FILLERS
    own = Boilerplate(topics=("组织生活会",))
    for rest, why in (("工作", "boilerplate"), ("和预算编制", None)):
        assert excluded(f"负责组织生活会{rest}", own) == why


@pytest.mark.parametrize(
    ("name", "duty", "counts"),
    [
        ("保密科", "负责保密管理工作", True),
        ("安全监管科", "负责安全生产工作", True),
        ("人事科", "负责保密管理工作", False),
    ],
)
def test_a_section_named_for_a_topic_keeps_it(name, duty, counts):
    assert (excluded(duty, name=name) is None) is counts


def test_a_region_s_words_part_the_text():
    a, b = SectionText("", ("统筹干部任免",)), SectionText("", ("统筹财政预算",))
    own = Boilerplate(empty_words=("统筹",))
    assert similarity(fit([a, b]))[0, 1] > 0
    assert similarity(fit([a, b], phrases=own))[0, 1] == 0


def test_lists_of_nothing_exclude_nothing():
    none = Boilerplate((), (), (), (), (), builtin_catch_alls=False)
    for duty in ("承办领导交办的其他事项", "负责保密工作", "负责"):
        assert excluded(duty, none) is None
    assert Cleaner(none).scored_name("人事科") == "人事科"


@pytest.mark.parametrize("name", ["预算大科室", "预算大科室2", "预算大科"])
def test_what_the_program_added_to_a_name_is_not_compared(name: str) -> None:
    assert Cleaner().scored_name(name).split() == ["预算"]
