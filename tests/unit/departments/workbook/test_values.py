"""Numbers, dates, identity numbers and names in every style that offices write."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.workbook.dates import read_date
from departments.workbook.figures import figure_field
from departments.workbook.idnumbers import birth_of, check_digit, read_id_number
from departments.workbook.names import (
    clean_name,
    clean_section,
    is_ambiguous,
    is_leaders,
    is_note,
    is_total,
)
from departments.workbook.parse_duties import split_clauses
from departments.workbook.parse_text import read_people
from departments.workbook.titles import department_in_line, department_in_title, full_name
from departments.workbook.values import read_chief_and_deputies, read_count, read_hours


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (3.0, 3, None), (0.0, 0, None), ("５", 5, None), ("5人", 5, None), (" 4 名", 4, None),
        ("1,200", 1200, None), ("", None, None), ("—", None, None), ("/", None, None), ("无", None, None),
        (-1.0, None, "bad_number"), (2.5, None, "bad_number"), ("-1", None, "bad_number"),
        ("2.5", None, "bad_number"), (float("nan"), None, "bad_number"),
        (float("inf"), None, "bad_number"), ("9" * 40, None, "bad_number"),
        ("3（含1名兼职）", 3, "text_in_number"), ("1(兼)", 1, "text_in_number"),
        ("3+1", None, "text_in_number"), ("若干", None, "text_in_number"),
        ("约12", None, "text_in_number"), ("壹", None, "text_in_number"),
        (datetime.date(2026, 3, 1), None, "text_in_number"), (True, None, "text_in_number"),
    ],
)  # fmt: skip
def test_counts_are_read_or_named(cell: object, value: int | None, code: str | None) -> None:
    assert tuple(read_count(cell)) == (value, code)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "factor", "value", "code"),
    [
        (1.5, 1.0, 1.5, None), ("2小时", 1.0, 2.0, None), ("30分钟", 1.0, 0.5, None),
        (30.0, 1 / 60, 0.5, None), ("1天", 1.0, 8.0, None), ("0.5-1", 1.0, None, "text_in_number"),
        ("", 1.0, None, None), (-2.0, 1.0, None, "bad_number"),
    ],
)  # fmt: skip
def test_hours_may_be_fractions_and_other_units(
    cell: object, factor: float, value: float | None, code: str | None
) -> None:
    assert tuple(read_hours(cell, factor)) == (value, code)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("1正2副", (1, 2)),
        ("一正一副", (1, 1)),
        ("正1副2", (1, 2)),
        ("2正", (2, 0)),
        ("3", None),
        ("", None),
    ],
)
def test_chief_and_deputies_may_share_a_cell(text: str, posts: tuple[int, int] | None) -> None:
    assert read_chief_and_deputies(text) == posts


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("1978.05", "1978-05"), ("1978.5", "1978-05"), ("1978年5月", "1978-05"),
        ("1978年05月23日", "1978-05-23"), ("19780523", "1978-05-23"), ("197805", "1978-05"),
        (19780523.0, "1978-05-23"), (1978.05, "1978-05"), (1978.1, "1978-10"), (28633.0, "1978-05-23"),
        ("1978/5/23", "1978-05-23"), ("1978-05-23", "1978-05-23"), ("1978-05-23 00:00:00", "1978-05-23"),
        ("１９７８．０５", "1978-05"), ("1978、5", "1978-05"), ("78.05", "1978-05"),
        ("一九七八年五月", "1978-05"), ("一九七八年十二月二十三日", "1978-12-23"),
        (datetime.date(1978, 5, 23), "1978-05-23"), (datetime.datetime(1978, 5, 23, 8), "1978-05-23"),
    ],
)  # fmt: skip
def test_every_date_style_gives_the_same_date(cell: object, iso: str) -> None:
    assert tuple(read_date(cell)) == (iso, False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    ["1983.13", "1990.00", "1986-02-30", "1979-09-31", "不详", "1978", 3.7, True, "19781301"],
)
def test_impossible_dates_are_bad(cell: object) -> None:
    assert tuple(read_date(cell)) == (None, True)  # type: ignore[arg-type]


def test_no_date_is_no_fault() -> None:
    assert [tuple(read_date(cell)) for cell in ("", "—", " ")] == [(None, False)] * 3


def test_a_date_cell_that_shows_no_day_gives_year_and_month() -> None:
    assert read_date(datetime.date(1978, 5, 1), month_only=True).iso == "1978-05"


BIRTHS = st.dates(datetime.date(1930, 1, 1), datetime.date(2008, 12, 31))


@given(birth=BIRTHS, serial=st.integers(0, 999))
def test_a_right_number_is_taken_and_one_changed_digit_is_found(
    birth: datetime.date, serial: int
) -> None:
    first = f"990000{birth:%Y%m%d}{serial:03}"
    number = first + check_digit(first)
    assert read_id_number(number).number == number
    assert birth_of(number) == birth.isoformat()
    spoiled = str((int(number[0]) % 9) + 1) + number[1:]
    assert read_id_number(spoiled).bad


@given(first=st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_the_check_digit_makes_the_weighted_sum_of_the_standard_one(first: str) -> None:
    weights = [2**place % 11 for place in range(17, -1, -1)]  # ISO 7064:1983, MOD 11-2
    check = check_digit(first)
    values = [*map(int, first), 10 if check == "X" else int(check)]
    assert sum(weight * value for weight, value in zip(weights, values, strict=True)) % 11 == 1


def test_digits_of_another_script_are_no_id_number() -> None:
    assert read_id_number("99000019780523001٣").bad


@pytest.mark.parametrize(
    ("cell", "bad"),
    [("990000780523001", False), ("", False), ("—", False), (9.90000198102161e17, True),
     ("9.90000E+17", True), ("99000019740506439", True), ("\t990000197008160086", False)],
)  # fmt: skip
def test_old_lost_and_short_numbers(cell: object, bad: bool) -> None:
    assert read_id_number(cell).bad is bad  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "name"),
    [("办 公 室", "办公室"), ("高新技术\n科", "高新技术科"), ("1、办公室", "办公室"), ("（二）人事科", "人事科"),
     ("基础教育科（续）", "基础教育科"), ("园区科(开发区办公室)", "园区科（开发区办公室）"),
     ("县(市)区绩效考评办", "县(市)区绩效考评办"), ("12380举报中心", "12380举报中心"),
     ("１２３４５热线科", "12345热线科")],
)  # fmt: skip
def test_section_names_lose_blanks_numbers_and_continuation_marks(cell: str, name: str) -> None:
    assert clean_section(cell) == name


def test_names_of_people_lose_blanks_but_latin_names_keep_theirs() -> None:
    assert clean_name("吕 芳") == "吕芳"
    assert clean_name("尹\u3000宇") == "尹宇"
    assert clean_name("John  Smith") == "John Smith"
    assert clean_name("龑\u200b䶮") == "龑䶮"


def test_totals_leaders_notes_and_double_names_are_told_apart() -> None:
    assert all(map(is_total, ["合计", "小计", "综合科室小计", "总计", "合计（人）", "全局合计"]))
    assert not any(map(is_total, ["会计科", "统计科", "审计科", "计划科", "合规科"]))
    assert all(
        map(is_leaders, ["局领导", "部领导", "领导班子", "班子成员", "党政班子", "处级领导干部"])
    )
    assert not any(map(is_leaders, ["领导干部考评科", "班子建设科", "干部科"]))
    assert all(map(is_note, ["注：1.黄色", "填表人：", "说明：职能", "备注：无", "审核人：李某"]))
    assert not any(map(is_note, ["办公室", "备案科", "说明科", "附属医院"]))
    assert is_ambiguous("国库科（国库支付办公室）")
    assert is_ambiguous("综合科/法规科")
    assert not is_ambiguous("县(市)区绩效考评办")


@pytest.mark.parametrize(
    ("title", "department"),
    [("示例市财政局内设机构及人员编制情况表", "示例市财政局"), ("示例市教育局“三定”职责分解表", "示例市教育局"),
     ("示例市人力资源和社会保障局机关工作人员花名册", "示例市人力资源和社会保障局"),
     ("附件1：2026年示例市委组织部人员名单", "示例市委组织部"),
     ("示例市机构编制委员会办公室内设机构表", "示例市机构编制委员会办公室"),
     ("清河镇机关人员分布情况", "清河镇"), ("关于示例市住建局科室设置的情况", "示例市住建局"),
     ("示例市本级机关事业单位机构编制职数情况一览表", None), ("科室工作量统计表", None), ("国庆值班安排", None)],
)  # fmt: skip
def test_titles_name_their_department(title: str, department: str | None) -> None:
    assert department_in_title(title) == department


def test_reporting_lines_name_the_department_but_units_of_measure_do_not() -> None:
    assert department_in_line("填报单位：示例市财政局（盖章）") == "示例市财政局"
    assert (
        department_in_line("填报单位：示例市司法局          2026年9月30日          单位：名")
        == "示例市司法局"
    )
    assert department_in_line("单位：人") is None


def test_short_department_names_find_the_one_full_name_they_fit() -> None:
    known = ["示例市发展和改革委员会", "示例市人力资源和社会保障局", "示例市民政局"]
    assert full_name("人社局", known) == known[1]
    assert full_name("民政局", known) == "示例市民政局"
    assert full_name("水利局", known) is None


def test_duty_cells_split_into_clauses() -> None:
    cell = "（一）负责文电；（二）承担会务、信访。"
    assert split_clauses(cell) == ["负责文电", "承担会务、信访"]
    assert split_clauses("1.拟订规划\n2.组织实施12345热线") == ["拟订规划", "组织实施12345热线"]
    assert split_clauses("负责县(市)区考核,提出建议") == ["负责县(市)区考核,提出建议"]


@pytest.mark.parametrize(
    "text",
    [
        "主任 张伟；科员 李娜、王强（借调县民政局）。",
        "主任：张伟；科员：李娜、王强（借调县民政局）",
        "主任张伟、科员李娜、王强(借调县民政局)",
    ],
)
def test_people_in_sentences_are_found_with_their_posts(text: str) -> None:
    found = [(person.name, person.post, person.remark) for person in read_people(text)]
    assert found == [
        ("张伟", "主任", None),
        ("李娜", "科员", None),
        ("王强", "科员", "借调县民政局"),
    ]


@pytest.mark.parametrize(
    ("path", "field"),
    [(("核定编制", "小计"), "quota"), (("核定编制", "行政"), "quota:行政"), (("实有数", "行政编制"), "headcount:行政"),
     (("行政编制", "实有"), "headcount:行政"), (("科级职数", "副"), "deputy_posts"), (("领导职数", "核定", "正科"), "chief_posts"),
     (("领导职数", "实配", "正科"), "chief_posts_filled"), (("职数信息", "单位领导职数", "空缺"), "leader_posts_vacant"),
     (("编制人数",), "quota"), (("在编人数",), "headcount"), (("空编",), "vacancy"), (("备注",), None)],
)  # fmt: skip
def test_figures_are_known_by_all_levels_of_their_header(
    path: tuple[str, ...], field: str | None
) -> None:
    assert figure_field(path) == field
