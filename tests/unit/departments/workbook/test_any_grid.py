"""Any mixture of header words, values, merges and hidden rows ends as a reading that can be exported."""

import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.workbook.assemble import Assembly
from departments.workbook.cells import Cell
from departments.workbook.columns import COLUMNS
from departments.workbook.document import document
from departments.workbook.findings import SEVERITY
from departments.workbook.grid import Grid, Merge, rectangular
from departments.workbook.templates import build_template

WORDS = [word for column in COLUMNS for word in column.wordings.split()]
WORDS += [
    "行政",
    "事业",
    "小计",
    "正",
    "副",
    "核定",
    "2023年",
    "三年数量",
    "核定编制",
    "实有人数",
    "职数",
]
VALUES: list[Cell] = [
    "", "", "办公室", "人事科", "局领导", "张伟", "李娜", "合计", "小计", "注：x", "填表人：", "=A1", "+x", "行政", "男",
    "1978.05", "1983.13", "990000197407010082", "9.9E+17", "3+1", "若干", "—", "负责A；负责B。", "三定", "其他",
    "内设机构", "行政机关", "事业单位", "示例市财政局", "科室：办公室", "填报单位：示例市财政局", "一、示例市财政局", "1正1副",
    "党政办公室（行政编制10名，实有9名）主任 张伟；科员 李娜、王强。", "甲（续）", "（", ")", "/", "A/B", "\n", "：",
    1.0, 0.0, -1.0, 2.5, 1e300, float("nan"), float("inf"), 19780523.0, 10**30, True,
    datetime.date(1978, 5, 1), datetime.datetime(1978, 5, 1, 2), datetime.time(1), datetime.timedelta(1),
]  # fmt: skip


def random_grid(dice: random.Random, name: str) -> Grid:
    width = dice.randint(0, 9)
    rows: list[list[Cell]] = [
        [dice.choice(VALUES) if dice.random() < 0.4 else "" for _ in range(width)]
        for _ in range(dice.randint(0, 3))
    ]
    rows += [
        [dice.choice(WORDS) if dice.random() < 0.8 else "" for _ in range(width)]
        for _ in range(dice.randint(0, 3))
    ]
    rows += [[dice.choice(VALUES) for _ in range(width)] for _ in range(dice.randint(0, 14))]
    corners = [
        (dice.randint(0, len(rows) + 1), dice.randint(0, width + 1))
        for _ in range(dice.randint(0, 6))
    ]
    return Grid(
        name,
        rectangular(rows),
        [
            Merge(top, left, top + dice.randint(0, 4), left + dice.randint(0, 4))
            for top, left in corners
        ],
        hidden=dice.random() < 0.1,
        hidden_rows=frozenset(dice.sample(range(20), 2)),
        month_cells=frozenset({(3, 1)}),
        formulas={(dice.randint(0, 12), dice.randint(0, 8)): "A1"},
    )


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**48))
def test_any_grid_is_read_counted_and_exported_without_an_exception(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - reproducible tables, no secret
    names = ["Sheet1", "办公室", "财政局"][: dice.randint(1, 3)]
    reading = Assembly([random_grid(dice, name) for name in names], {}, None, "上传").reading(
        "上传"
    )
    assert document(reading)["staff_count"] == len(reading.staff)
    assert {problem.code for problem in reading.problems} <= SEVERITY.keys()
    assert all(problem.message for problem in reading.problems)
    assert len(reading.unread) <= sum(sheet.rows for sheet in reading.sheets)
    assert build_template(reading).startswith(b"PK")
