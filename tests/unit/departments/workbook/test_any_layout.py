"""Whatever the order of columns, the titles, the merges and the wordings: the same result."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.workbook.document import document
from departments.workbook.reading import read_workbook
from tests.unit.departments.workbook.layouts import Layout, Value, write

DEPARTMENT = "示例市民政局"
SECTIONS: list[dict[str, Value]] = [
    {"ordinal": 1, "section": "办公室", "quota": 5, "headcount": 4, "chief_posts": 1, "deputy_posts": 1},
    {"ordinal": 2, "section": "社会救助科", "quota": 3, "headcount": 3, "chief_posts": 1, "deputy_posts": 0},
    {"ordinal": 3, "section": "养老服务科", "quota": 2, "headcount": 2, "chief_posts": 1, "deputy_posts": None},
    {"ordinal": 4, "section": "机关党委", "quota": 1, "headcount": 0, "chief_posts": 1, "deputy_posts": None},
]  # fmt: skip
PEOPLE: list[dict[str, Value]] = [
    {"section": "局领导", "name": "张伟", "gender": "男", "birth_date": "1970-05", "post": "局长", "quota_type": "行政"},
    {"section": "办公室", "name": "李娜", "gender": "女", "birth_date": "1981.7", "post": "主任", "quota_type": "行政"},
    {"section": "办公室", "name": "欧阳明", "gender": "男", "birth_date": "1990年3月", "post": "科员", "quota_type": "事业"},
    {"section": "社会救助科", "name": "王 强", "gender": "男", "birth_date": 19850708, "post": "科长", "quota_type": "行政"},
    {"section": "社会救助科", "name": "赵敏", "gender": "女", "birth_date": "1992/11/2", "post": "科员", "quota_type": "行政"},
    {"section": "社会救助科", "name": "孙悦", "gender": "女", "birth_date": "1979-01-31", "post": "科员", "quota_type": "工勤"},
]  # fmt: skip
STAFF = [
    ("张伟", None, "局长", "1970-05", "行政"),
    ("李娜", "办公室", "主任", "1981-07", "行政"),
    ("欧阳明", "办公室", "科员", "1990-03", "事业"),
    ("王强", "社会救助科", "科长", "1985-07-08", "行政"),
    ("赵敏", "社会救助科", "科员", "1992-11-02", "行政"),
    ("孙悦", "社会救助科", "科员", "1979-01-31", "工勤"),
]

SECTION_WORDS: dict[str, list[str]] = {
    "ordinal": ["序号", "编号", "序\n号"],
    "section": ["科室名称", "内设机构", "科 室", "处室名称", "机构名称*"],
    "quota": ["核定编制", "编制数", "核编", "编制（名）", "总编制"],
    "headcount": ["实有人数", "现有人员", "在编人数", "在岗人数", "实有数"],
    "chief_posts": ["正职职数", "科长职数", "正科级职数", "正科"],
    "deputy_posts": ["副职职数", "副科长职数", "副科级领导职数", "副科"],
}
STAFF_WORDS: dict[str, list[str]] = {
    "section": ["科室", "所在科室", "现所在科室", "内设机构", "处室"],
    "name": ["姓名", "姓  名", "人员姓名", "姓名*"],
    "gender": ["性别"],
    "birth_date": ["出生年月", "出生日期", "出生\n年月", "出生年月（必填）"],
    "post": ["职务", "现任职务", "岗位", "职位"],
    "quota_type": ["编制类型", "编制性质", "人员身份", "编制", "用编类型"],
}
TITLES = [
    [f"{DEPARTMENT}内设机构情况表"],
    ["附件1", f"{DEPARTMENT}机构编制基本情况表", "2026年9月30日"],
    [f"2026年{DEPARTMENT}人员情况统计表", "单位：人"],
    ["机构编制情况表", f"填报单位：{DEPARTMENT}（盖章）        单位：名"],
]
NOTES = [
    [],
    ["注：本表数据截至2026年9月。"],
    ["填表人：", "审核人：李某某"],
    ["说明：空白表示未核定"],
]


def words(table: dict[str, list[str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {name: st.sampled_from(choices) for name, choices in table.items()}
    )


def document_of(data: bytes) -> dict[str, Any]:
    return document(read_workbook(data, "上传.xlsx"))


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(
    order=st.permutations(list(SECTION_WORDS)),
    headers=words(SECTION_WORDS),
    titles=st.sampled_from(TITLES),
    notes=st.sampled_from(NOTES),
    total=st.sampled_from([None, "合计", "总   计", "合计（人）"]),
    margin=st.integers(0, 2),
    spaced=st.booleans(),
)
def test_a_section_list_reads_the_same_in_any_layout(
    order: list[str], headers: dict[str, str], titles: list[str], notes: list[str],
    total: str | None, margin: int, spaced: bool,
) -> None:  # fmt: skip
    layout = Layout(order, headers, titles, total_label=total, notes=notes, left_margin=margin,
                    spaced_names=spaced)  # fmt: skip
    document = document_of(write(SECTIONS, layout))
    assert document["problems"] == []
    (department,) = document["departments"]
    assert department["name"] == DEPARTMENT
    assert department["quota"] == (11 if total else None)
    assert [
        {name: section[name] for name in SECTION_WORDS if name not in ("ordinal", "section")}
        | {"section": section["name"]}
        for section in department["sections"]
    ] == [{name: value for name, value in row.items() if name != "ordinal"} for row in SECTIONS]


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(
    order=st.permutations(list(STAFF_WORDS)),
    headers=words(STAFF_WORDS),
    titles=st.sampled_from(TITLES),
    notes=st.sampled_from(NOTES),
    style=st.sampled_from(["every row", "merged", "blank below"]),
    margin=st.integers(0, 2),
)
def test_a_roster_reads_the_same_in_any_layout(
    order: list[str], headers: dict[str, str], titles: list[str], notes: list[str],
    style: str, margin: int,
) -> None:  # fmt: skip
    layout = Layout(order, headers, titles, notes=notes, left_margin=margin,
                    merge_sections=style == "merged", blank_repeats=style == "blank below")  # fmt: skip
    document = document_of(write(PEOPLE, layout))
    assert document["problems"] == []
    keys = ("name", "section", "post", "birth_date", "quota_type")
    assert [tuple(person[key] for key in keys) for person in document["staff"]] == STAFF
    assert {person["department"] for person in document["staff"]} == {DEPARTMENT}
    assert document["not_sections"] == ["局领导"]


@settings(max_examples=60, deadline=None)
@given(
    quota_first=st.booleans(),
    quota_word=st.sampled_from(["核定编制", "编制", "编制情况", "编制数"]),
    actual_word=st.sampled_from(["实有人数", "实有人员", "现有人数", "在编人员"]),
    sum_word=st.sampled_from(["小计", "合计", "计", "总数"]),
    type_suffix=st.sampled_from(["", "编制"]),
    with_sum=st.booleans(),
    titles=st.sampled_from(TITLES),
)
def test_two_header_rows_of_any_wording_give_the_sums_of_all_quota_types(
    quota_first: bool, quota_word: str, actual_word: str, sum_word: str, type_suffix: str,
    with_sum: bool, titles: list[str],
) -> None:  # fmt: skip
    rows: list[dict[str, Value]] = [
        {"section": "办公室", "q": 5, "q1": 4, "q2": 1, "h": 4, "h1": 4, "h2": 0},
        {"section": "社会救助科", "q": 3, "q1": 3, "q2": None, "h": 2, "h1": 1, "h2": 1},
    ]
    quota = (["q"] if with_sum else []) + ["q1", "q2"]
    actual = (["h"] if with_sum else []) + ["h1", "h2"]
    order = ["section", *(quota + actual if quota_first else actual + quota)]
    headers = {"section": "科室", "q": sum_word, "q1": "行政" + type_suffix, "q2": "事业" + type_suffix,
               "h": sum_word, "h1": "行政", "h2": "事业"}  # fmt: skip
    groups = {name: quota_word if name.startswith("q") else actual_word for name in order[1:]}
    document = document_of(write(rows, Layout(order, headers, titles, groups=groups)))
    assert document["problems"] == []
    sections = document["departments"][0]["sections"]
    assert [(s["name"], s["quota"], s["headcount"]) for s in sections] == [
        ("办公室", 5, 4),
        ("社会救助科", 3, 2),
    ]
