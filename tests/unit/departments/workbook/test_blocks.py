"""Rows kept as columns are the same rows, also after a journey to another process."""

import pickle

from departments.workbook.grid import MANY_TEXTS, turned
from departments.workbook.records import Reading, Row, Rows, Source, blocks_of

ROWS = (
    Row(Source("人员", 2), "财政局", {"name": "甲", "post": None}),
    Row(Source("人员", 3), None, {"name": "乙", "post": "科长"}),
    Row(Source(None, 4), "财政局", {}),
    Row(Source("人员", 9), "财政局", {"name": "丙"}),
)


def test_rows_of_any_sheets_and_values_are_what_they_were() -> None:
    kept = Rows.of(ROWS)
    assert (tuple(kept), len(kept), kept[1], kept[2:]) == (ROWS, 4, ROWS[1], ROWS[2:])
    sent = pickle.loads(pickle.dumps(Reading("a", departments=ROWS, staff=kept)))  # noqa: S301
    assert (tuple(sent.departments), tuple(sent.staff)) == (ROWS, ROWS)


def test_some_rows_of_a_block_and_a_value_that_none_has() -> None:
    block = blocks_of(ROWS[:2])[0].only([1])
    assert list(block.rows()) == [ROWS[1]]
    assert (block.column("post"), block.column("rank")) == (["科长"], [None])


def test_columns_hold_what_the_rows_hold_also_where_equal_values_differ() -> None:
    rows = [["男", 1, f"{n}"] for n in range(MANY_TEXTS + 500)]
    rows += [["".join(["女", "性"]), True, ""], ["".join(["女", "性"]), 1.0, "x"]]
    columns = turned(rows)
    assert [list(row) for row in zip(*columns, strict=True)] == rows
    assert [type(value) for value in columns[1][-3:]] == [int, bool, float]
    assert columns[0][-1] is columns[0][-2]
    assert turned([]) == []
