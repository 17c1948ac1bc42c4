"""Rosters as odd as clerks make them: namesakes, missing numbers and births, people standing twice."""

from random import Random

from departments.workbook.assemble import Assembly
from departments.workbook.cells import Cell
from departments.workbook.grid import Grid
from departments.workbook.idnumbers import check_digit
from departments.workbook.records import Reading

HEADER: list[Cell] = [
    *("部门", "科室", "姓名", "身份证号", "出生日期", "职务", "任现职时间", "学历", "备注")
]
DEPARTMENTS = ("示例市财政局", "示例市民政局")
SECTIONS = ("办公室", "人事科", "业务科", "", "局领导", "不存在" * 40)
POSTS = ("", "科长", "副科长", "办公室主任（兼）", "一级科员", "兼任业务科科长")
DAYS = ("19780503", "19780503", "19830412")


def people(dice: Random) -> list[list[Cell]]:
    """Rows of a roster: many of one name, each saying only some of what there is to say."""
    return [_person(dice) for _ in range(dice.randint(1, 9))]


def changed(dice: Random, rows: list[list[Cell]]) -> list[list[Cell]]:
    """The next version of a roster: cells emptied and written anew, rows moved, doubled and gone."""
    again = []
    for row in rows:
        other = _person(dice)
        kept = [
            dice.choice((old, new, "")) if dice.random() < 0.3 else old
            for old, new in zip(row, other, strict=True)
        ]
        again += [[kept[0] or row[0], kept[1], kept[2] or row[2], *kept[3:]]] * dice.choice(
            (0, 1, 1, 1, 1, 1, 2)
        )
    if dice.random() < 0.5:
        dice.shuffle(again)
    return again + people(dice)[:2]


def reading_of(dice: Random, rows: list[list[Cell]]) -> Reading:
    """The rows as a workbook of one or two sheets is read."""
    cut = dice.choice((len(rows), len(rows), len(rows) // 2))
    grids = [
        Grid(name, [HEADER, *part])
        for name, part in (("人员", rows[:cut]), ("人员续", rows[cut:]))
        if part
    ]
    return Assembly(grids, {}, None, "名册").reading("名册.xlsx")


def _person(dice: Random) -> list[Cell]:
    day = dice.choice(DAYS)
    first = f"990000{day}00{dice.randint(1, 3)}"
    return [
        dice.choice(DEPARTMENTS),
        dice.choice(SECTIONS[:3]) if dice.random() < 0.8 else dice.choice(SECTIONS),
        dice.choice(("张伟", "张伟", "李娜")),
        dice.choice(("", "", first + check_digit(first))),
        dice.choice(("", "", f"{day[:4]}-{day[4:6]}", f"{day[:4]}-{day[4:6]}-{day[6:]}")),
        dice.choice(POSTS),
        dice.choice(("", "2019-03", "2021-05-01")),
        dice.choice(("", "本科", "硕士")),
        dice.choice(("", "", "兼任", "借调")),
    ]
