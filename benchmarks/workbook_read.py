"""How long reading takes: 100,000 staff rows x 20 columns against python-calamine alone, and samples.

Run from the project's root: python -m benchmarks.workbook_read [rows]
CPU seconds of this process, the middle one of three runs.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine
import xlsxwriter

from departments.workbook.idnumbers import check_digit
from departments.workbook.reading import read_workbook

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "workbooks"
HEADERS = [
    "序号",
    "部门名称*",
    "所在科室",
    "姓名*",
    "性别",
    "民族",
    "身份证号",
    "出生日期",
    "政治面貌",
    "参加工作时间",
    "职务",
    "任现职时间",
    "职级",
    "编制类型",
    "学历",
    "人员状态",
    "备注",
    "联系电话",
    "籍贯",
    "工号",
]


def write_roster(path: Path, rows: int) -> None:
    """Write a roster of fictional people, 50 to a section, 2,000 to a department."""
    dice = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("人员")
        page.write_row(0, 0, HEADERS)
        for number in range(rows):
            year, month, day = dice.randint(1965, 2000), dice.randint(1, 12), dice.randint(1, 28)
            first = f"{990000 + number // 1000}{year}{month:02}{day:02}{number % 1000:03}"
            page.write_row(
                number + 1, 0,
                [
                    number + 1, f"示例市第{number // 2000 + 1}局", f"业务{number // 50 % 40 + 1}科",
                    "张" + chr(0x4E00 + number % 3000) + chr(0x4E00 + number // 3000), "男", "汉族",
                    first + check_digit(first), f"{year}-{month:02}-{day:02}", "中共党员",
                    f"{year + 22}-07-01", "科员", f"{min(year + 30, 2026)}-01-01", "一级科员", "行政", "大学",
                    "在岗", "", f"1380000{number % 10000:04}", "示例市", f"G{number:06}",
                ],
            )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return the middle CPU time of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def calamine_alone(path: Path) -> object:
    """Read all sheets with python-calamine and nothing else."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def main(rows: int) -> None:
    """Print the table of results."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_roster(path, rows)
        compare(f"{rows:,} people x {len(HEADERS)} columns", path)
    for name in ("市直46部门机构人员职责汇总.xlsx", "组织部.xlsx"):
        compare(name, SAMPLES / name)


def compare(title: str, path: Path) -> None:
    """Print one line: calamine alone, our whole reading, their ratio."""
    alone = seconds(lambda: calamine_alone(path))
    ours = seconds(lambda: read_workbook(path, path.name))
    print(f"{title}: calamine {alone:.3f} s, read and check {ours:.3f} s, {ours / alone:.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
