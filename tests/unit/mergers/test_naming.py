"""What big sections are called: the documented names of real reforms, and what is never proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergers.domain.naming import plan_title, propose_name, propose_names


@pytest.mark.parametrize(
    ("members", "name"),
    [
        (["能源产业发展科", "能源经济运行科"], "能源科"),
        (["人才科", "企业管理人才中心", "干部培训科"], "人才科"),
        (["行政科", "政法科"], "行政政法科"),
        (["组织科", "指导科"], "组织指导科"),
        (["人事科", "人才科"], "人事人才科"),
        (["预算管理科", "资产管理科"], "预算资产管理科"),
        (["社会保障科", "社会事务科"], "社会保障事务科"),
        (["资产管理科", "企业科"], "资产管理科"),
        (["人事科", "林业产业科"], "人事科"),
        (["干部监督室", "12380举报中心"], "干部监督室"),
        (["干部一科", "县（市）区绩效考评办"], "干部一科"),
        (["组织员办", "党员电化教育科"], "组织员办"),
        (["办公室", "人事科"], "办公室"),
        (["预算科", "国库科", "会计科"], "预算科"),
        (["人事科（机关党委办公室）", "培训科"], "人事培训科"),
        (["办公室", "中心"], "办公室"),
        (["预算科"], "预算科"),
    ],
)
def test_what_sections_are_called_together(members: list[str], name: str) -> None:
    assert propose_name([(member, 2) for member in members]) == name


def test_the_largest_section_leads() -> None:
    assert propose_name([("干部监督室", 2), ("12380举报中心", 3)]) == "12380举报中心"


@pytest.mark.parametrize(
    ("others", "department"), [({"干部一科", "干部监督室"}, ""), (set(), "示例市干部局")]
)
def test_a_stem_that_does_not_tell_them_apart_is_no_name(others: set[str], department: str) -> None:
    pair = [("干部调配科", 2), ("干部信息科", 2)]
    assert propose_name(pair) == "干部科"
    assert propose_name(pair, others, department=department) == "干部调配信息科"


def test_a_name_that_another_section_has_is_not_proposed() -> None:
    pair = [("行政科", 3), ("政法科", 2)]
    assert propose_name(pair, {"行政政法科"}) == "行政科"


SECTIONS = st.lists(
    st.tuples(st.text("干部一二科室办公财政（）", min_size=1, max_size=8), st.integers(0, 9)),
    min_size=1,
    max_size=9,
    unique_by=lambda member: member[0],
)


@given(SECTIONS, st.integers(1, 4))
def test_names_differ_and_none_is_glued_to_a_word_of_the_program(
    sections: list[tuple[str, int]], size: int
) -> None:
    groups = [sections[start : start + size] for start in range(0, len(sections), size)]
    names = propose_names(groups, department="示例市财政局")
    assert len(set(names)) == len(groups)
    assert not any("大科" in name for name in names)
    for group, name in zip(groups, names, strict=True):
        assert not any(name == other for one in groups if one != group for other, _ in one)


@pytest.mark.parametrize(
    ("label", "edited", "title"),
    [
        ("", False, "合并 18→10"),
        ("最省", True, "合并 18→10（最省，已调整）"),
        ("另一种组合（3个大科室不同）之2", False, "合并 18→10（另一种组合之2，3个大科室不同）"),
    ],
)
def test_a_plan_is_called_with_one_pair_of_brackets(label: str, edited: bool, title: str) -> None:
    assert plan_title("merge", 18, 10, label, edited=edited) == title
