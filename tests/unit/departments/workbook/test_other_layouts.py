"""Layouts that no sample shows: stacked tables, headings between rows, hidden rows, odd headers."""

import io
from operator import itemgetter
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from departments.workbook.document import document
from departments.workbook.reading import read_workbook

REVIEWS = "承担行政复议工作"

N = None
Rows = list[list[Any]]


def book(*sheets: tuple[str, Rows, list[str]]) -> Workbook:
    result = Workbook()
    result.remove(result.worksheets[0])
    for name, rows, merges in sheets:
        page = result.create_sheet(name)
        for row in rows:
            page.append(row)
        for merge in merges:
            page.merge_cells(merge)
    return result


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def document_of(
    rows: Rows, merges: list[str] | None = None, name: str = "a.xlsx"
) -> dict[str, Any]:
    return document(read_workbook(saved(book(("Sheet1", rows, merges or []))), name))


def sections(found: dict[str, Any], number: int = 0) -> list[tuple[Any, ...]]:
    return [
        (s["name"], s["quota"], s["headcount"]) for s in found["departments"][number]["sections"]
    ]


def test_departments_under_each_other_with_their_own_titles_and_totals() -> None:
    found = document_of([
        ["示例市气象局内设科室"], ["科室名称", "编制", "实有"], ["办公室", 3, 2], ["预报科", 4, 4], ["合计", 7, 6],
        [N], ["示例市地震局内设科室"], ["科室名称", "编制", "实有"], ["综合科", 2, 2], ["监测科", 3, 3], ["合计", 5, 6],
    ])  # fmt: skip
    assert [(d["name"], d["quota"]) for d in found["departments"]] == [
        ("示例市气象局", 7),
        ("示例市地震局", 5),
    ]
    assert [(p["row"], p["column"], p["code"]) for p in found["problems"]] == [
        (11, "实有", "total_mismatch")
    ]


def test_subtotals_of_departments_in_a_column_are_their_quota() -> None:
    found = document_of([
        ["市直部分部门内设机构编制表"], ["单位", "内设机构", "核编", "在编"],
        ["市文旅局", "办公室", 3, 3], [N, "艺术科", 2, 2], [N, "小计", 5, 5],
        ["市医保局", "综合科", 4, 3], [N, "基金监管科", 2, 2], [N, "小计", 6, 5], ["合计", N, 11, 10],
    ], ["A3:A5", "A6:A8"])  # fmt: skip
    assert [(d["name"], d["quota"]) for d in found["departments"]] == [
        ("市文旅局", 5),
        ("市医保局", 6),
    ]
    assert found["problems"] == []


def test_headings_between_the_people_are_their_sections() -> None:
    found = document_of([
        ["示例市民族宗教事务局干部花名册"], ["姓名", "性别", "出生年月", "职务", "身份"],
        ["局领导（1人）"], ["张伟", "男", "1970.01", "局长", "公务员"],
        ["办公室（2人）"], ["王强", "男", "1980.5.6", "主任", "公务员"], ["赵敏", "女", "1990/11/2", "科员", "事业"],
        ["民族科（1人）"], ["刘洋", "男", 19850708, "科长", "公务员"], ["合计：4人"],
    ], ["A3:E3", "A5:E5", "A8:E8"])  # fmt: skip
    assert [(p["name"], p["section"]) for p in found["staff"]] == [
        ("张伟", None), ("王强", "办公室"), ("赵敏", "办公室"), ("刘洋", "民族科"),
    ]  # fmt: skip
    assert found["problems"] == []


def test_a_list_with_duties_in_its_cells_gives_clauses_and_both_posts() -> None:
    found = document_of([
        ["示例市科技局内设机构职责"], ["内设机构名称", "主要职责", "编制", "科级职数"],
        ["办公室", "（一）负责机关文电；（二）承担保密工作。", 5, "1正1副"],
        ["政策法规科", f"1.拟订科技政策；\n2.{REVIEWS}。", 3, N],
    ])  # fmt: skip
    office, law = found["departments"][0]["sections"]
    assert office["duties"] == ["负责机关文电", "承担保密工作"]
    assert (office["chief_posts"], office["deputy_posts"]) == (1, 1)
    assert law["duties"] == ["拟订科技政策", REVIEWS]
    assert found["problems"] == []


def test_sections_and_their_people_in_one_table() -> None:
    found = document_of([
        ["示例市粮食局机构人员表"], ["科室", "编制数", "实有数", "姓名", "职务"],
        ["办公室", 3, 2, "张伟", "主任"], [N, N, N, "李娜", "科员"], ["储备科", 2, 1, "王强", "科长"],
    ], ["A3:A4", "B3:B4", "C3:C4"])  # fmt: skip
    assert sections(found) == [("办公室", 3, 2), ("储备科", 2, 1)]
    assert [(p["name"], p["section"]) for p in found["staff"]] == [
        ("张伟", "办公室"), ("李娜", "办公室"), ("王强", "储备科"),
    ]  # fmt: skip


def test_departments_numbered_in_chinese_stand_over_their_sections() -> None:
    found = document_of([
        ["市直机关机构编制情况一览表"], ["序号", "机构名称", "编制", "实有人数"],
        ["一", "示例市财政局", 40, 38], [1, "办公室", 5, 5], [2, "预算科", 4, 4],
        ["二", "示例市审计局", 20, 19], [1, "办公室", 3, 3], ["合计", N, 60, 57],
    ])  # fmt: skip
    assert [(d["name"], d["quota"]) for d in found["departments"]] == [
        ("示例市财政局", 40),
        ("示例市审计局", 20),
    ]
    assert sections(found) == [("办公室", 5, 5), ("预算科", 4, 4)]
    assert sections(found, 1) == [("办公室", 3, 3)]
    assert found["problems"] == []


def test_three_header_rows_without_any_merge() -> None:
    found = document_of([
        ["示例市林业局机构编制表"], ["序号", "内设机构", "编制情况", N, N, N, "领导职数", N],
        [N, N, "核定数", N, "实有数", N, "正职", "副职"],
        [N, N, "行政编制", "事业编制", "行政编制", "事业编制", "核定", "核定"],
        [1, "办公室", 3, 1, 3, 1, 1, 1], [2, "造林科", 2, 0, 1, 0, 1, 0],
    ])  # fmt: skip
    assert found["sheets"][0]["header_rows"] == [2, 3, 4]
    assert sections(found) == [("办公室", 4, 4), ("造林科", 2, 1)]


def test_a_header_repeated_on_every_page_is_no_row() -> None:
    head = ["序号", "姓名", "科室", "职务"]
    found = document_of([
        ["示例市残联人员名册"], head, [1, "张伟", "办公室", "主任"], head, [2, "李娜", "维权科", "科长"],
    ])  # fmt: skip
    assert [p["name"] for p in found["staff"]] == ["张伟", "李娜"]
    assert found["sheets"][0]["header_rows"] == [2, 4]


def test_a_column_with_an_unknown_header_is_known_by_its_contents() -> None:
    found = document_of([
        ["示例市残联人员名册"], ["人", "在哪里", "职务", "证"],
        ["张伟", "办公室", "主任", "990000197407010082"], ["李娜", "维权科", "科长", "990000197407010103"],
        ["王强", "办公室", "科员", "990000197407010120"],
    ])  # fmt: skip
    fields = {column["header"]: column["field"] for column in found["sheets"][0]["columns"]}
    assert fields == {"人": "name", "在哪里": "section", "职务": "post", "证": "id_number"}


def test_the_same_person_with_a_concurrent_post_counts_once() -> None:
    found = document_of([
        ["示例市应急局在编人员名册"], ["所在处室", "姓名", "行政职务", "出生年月"],
        ["综合处", "李娜", "处长", "1975.01"], [N, "王强（兼）", "副处长", "1980.02"], ["指挥处", "王强", "处长", "1980.02"],
    ])  # fmt: skip
    assert [(p["name"], p["section"]) for p in found["staff"]] == [
        ("李娜", "综合处"),
        ("王强", "指挥处"),
    ]
    assert found["problems"] == []


def test_rows_hidden_by_hand_are_void_and_rows_put_away_by_a_filter_are_data() -> None:
    rows: Rows = [
        ["示例市残联科室表"],
        ["科室", "编制"],
        ["办公室", 3],
        ["旧科室科", 2],
        ["维权科", 1],
    ]
    workbook = book(("Sheet1", rows, []))
    page = workbook.worksheets[0]
    page.row_dimensions[4].hidden = True
    reading = read_workbook(saved(workbook), "a.xlsx")
    assert [s.values["section"] for s in reading.sections] == ["办公室", "维权科"]
    assert (reading.sheets[0].hidden_rows, reading.not_sections) == (1, ("旧科室科",))
    page.auto_filter.ref = "A2:B5"
    page.auto_filter.add_filter_column(0, ["办公室", "维权科"])
    filtered = read_workbook(saved(workbook), "a.xlsx")
    assert [s.values["section"] for s in filtered.sections] == ["办公室", "旧科室科", "维权科"]


def test_a_date_cell_keeps_its_day_only_if_the_format_shows_it() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["姓名", "科室", "出生日期"])
        for row, (name, code) in enumerate(
            [("张伟", 'yyyy"年"m"月"'), ("李娜", "yyyy-mm-dd")], start=1
        ):
            page.write_row(row, 0, [name, "办公室"])
            page.write_number(row, 2, 28611, workbook.add_format({"num_format": code}))
    reading = read_workbook(out.getvalue(), "示例市民政局.xlsx")
    assert [person.values["birth_date"] for person in reading.staff] == ["1978-05", "1978-05-01"]


def test_the_stated_department_and_mapping_of_the_clerk_win() -> None:
    rows: Rows = [["科室", "甲", "乙"], ["办公室", 3, 2], ["维权科", 2, 1]]
    data = saved(book(("表", rows, [])))
    reading = read_workbook(
        data, "a.xlsx", department="示例市残联", overrides={"表": {"甲": "quota", "乙": None}}
    )
    (department,) = reading.departments
    assert department.department == "示例市残联"
    assert [(s.values["quota"], s.values["headcount"]) for s in reading.sections] == [
        (3, None),
        (2, None),
    ]
    assert reading.problems == ()


def test_minutes_per_case_become_hours_and_counts_keep_their_years() -> None:
    rows: Rows = [
        ["科室名称", "工作职责", "具体事项", "计量单位", "近三年办件量", N, "单件用时（分钟）"],
        [N, N, N, N, "2023年", "2024年", N],
        ["社会救助科", "负责低保", "低保审批", "件", 10, 20, 30], [N, N, "低保核查", "次", 5, "约8", 60],
    ]  # fmt: skip
    data = saved(book(("示例市民政局", rows, ["E1:F1", "A3:A4", "B3:B4"])))
    wanted = itemgetter("duty", "matter", "counts", "hours_per_unit")
    assert [wanted(row.values) for row in read_workbook(data, "a.xlsx").workload] == [
        ("负责低保", "低保审批", ((2023, 10), (2024, 20)), 0.5),
        ("负责低保", "低保核查", ((2023, 5), (2024, None)), 1.0),
    ]


def test_text_rosters_in_other_words() -> None:
    found = document_of([
        ["示例县白云镇机关干部分工"], ["一、党政班子：编制5名，实有2名。党委书记：张伟；镇长：李娜。"],
        ["二、党政综合办公室：编制6名，实有3名。主任：赵敏；副主任：刘洋；科员：陈静。"], ["三、财政所：编制2名，实有2名。所长：黄磊。"],
    ])  # fmt: skip
    assert [s[:3] for s in sections(found)] == [("党政综合办公室", 6, 3), ("财政所", 2, 2)]
    assert [(p["name"], p["section"], p["post"]) for p in found["staff"]][:3] == [
        ("张伟", None, "党委书记"), ("李娜", None, "镇长"), ("赵敏", "党政综合办公室", "主任"),
    ]  # fmt: skip
    assert [(p["row"], p["code"], p["value"]) for p in found["problems"]] == [
        (4, "total_mismatch", "实有2名")
    ]


def test_a_person_in_a_section_the_list_leaves_out_keeps_the_department() -> None:
    data = saved(book(
        ("科室", [["单位名称", "科室", "编制数"], ["示例市教育局", "办公室", 3]], []),
        ("人员", [["姓名", "单位", "科室", "职务"], ["张伟", "示例市教育局", "办公 室", "主任"],
                 ["李娜", "示例市教育局", "医政科", "科员"]], []),
    ))  # fmt: skip
    reading = read_workbook(data, "a.xlsx")
    assert [(p.values["name"], p.department, p.values["section"]) for p in reading.staff] == [
        ("张伟", "示例市教育局", "办公室"), ("李娜", "示例市教育局", None),
    ]  # fmt: skip
    assert [(p.sheet, p.row, p.code, p.value) for p in reading.problems] == [
        ("人员", 3, "unknown_section", "医政科")
    ]


def test_unrelated_sheets_are_left_alone() -> None:
    found = document_of(
        [["国庆值班安排"], ["日期", "带班领导", "值班电话"], ["10月1日", "张伟", "0000-6600000"]]
    )
    assert (found["sheets"][0]["table"], found["departments"], found["staff"]) == (
        "unrecognised",
        [],
        [],
    )


def test_csv_in_utf8_with_tabs_and_quoted_line_breaks_keeps_line_numbers() -> None:
    text = '填报单位：示例市住建局\n科室\t编制\t备注\n办公室\t3\t"第一行\n第二行"\n建管科\t-1\t\n'
    reading = read_workbook(text.encode("utf-8-sig"), "a.csv")
    assert [(p.sheet, p.row, p.code) for p in reading.problems] == [(None, 5, "bad_number")]


def test_a_row_without_its_department_among_several_is_not_taken() -> None:
    people: Rows = [["姓名", "部门名称", "科室", "职务"]]
    people += [[f"张{name}", "示例市教育局" if place < 6 else "示例市水利局", "办公室", "科员"]
               for place, name in enumerate("伟强敏静磊涛洋帆悦明")]  # fmt: skip
    people[4][1] = None
    found = document_of(people)
    assert (found["staff_count"], len(found["departments"])) == (9, 2)
    assert [(p["row"], p["column"], p["code"]) for p in found["problems"]] == [
        (5, "部门名称", "required_missing")
    ]


def test_a_file_that_never_names_its_department_says_so() -> None:
    found = document_of([["科室", "编制"], ["办公室", 3], ["维权科", 2]])
    assert [(p["row"], p["code"]) for p in found["problems"]] == [(1, "required_missing")]
    named = document_of(
        [["科室", "编制"], ["办公室", 3], ["维权科", 2]], name="示例市残联科室表.xlsx"
    )
    assert ([d["name"] for d in named["departments"]], named["problems"]) == (["示例市残联"], [])
