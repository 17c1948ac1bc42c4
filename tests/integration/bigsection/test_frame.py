"""The frame of every page: navigation by role, search, skip link."""

import pytest

from bigsection.audit.wording import VERBS, change_lines, verb_words


def test_the_navigation_marks_the_open_page(log_in, officer):
    text = log_in(officer).get("/departments/").text
    assert '<a href="/departments/" aria-current="page">' in text
    assert text.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("role", "imports", "audit"),
    [
        ("clerk", True, False),
        ("officer", True, True),
        ("leader", False, False),
        ("auditor", False, True),
        ("administrator", False, True),
    ],
)
def test_the_navigation_shows_what_the_role_may_open(request, log_in, role, imports, audit):
    text = log_in(request.getfixturevalue(role)).get("/").text
    assert ('href="/imports/"' in text) is imports
    assert ('href="/audit/"' in text) is audit


def test_says_who_is_logged_in_and_as_what(log_in, clerk):
    text = log_in(clerk).get("/").text
    assert "周经办" in text
    assert "部门经办人 · 示例市财政局" in text


def test_every_page_has_one_heading_a_skip_link_and_a_search(log_in, officer):
    text = log_in(officer).get("/departments/").text
    assert text.count("<h1") == 1
    assert 'href="#main"' in text
    assert 'role="search"' in text
    assert 'lang="zh-hans"' in text


def test_changes_of_the_trail_read_as_words():
    assert change_lines({"name": ["人事科", "人事教育科"]}) == ["名称：人事科 → 人事教育科"]
    assert change_lines({"sections.new": ["甲科", "乙科"]}) == ["新增科室：甲科；乙科"]
    assert change_lines({"counts": {"new": 2, "rejected": 1}}) == ["条数：新增 2，无法写入 1"]
    assert change_lines({"successor": [None, "综合科"]}) == ["并入：综合科"]
    many = [f"第{number}科" for number in range(9)]
    assert change_lines({"sections.new": many}) == ["新增科室：第0科；第1科；第2科；第3科 等 9 项"]


def test_an_unnamed_verb_is_shown_as_it_is():
    assert verb_words("plan.submit") == str(VERBS["plan.submit"])
    assert verb_words("no.such") == "no.such"
