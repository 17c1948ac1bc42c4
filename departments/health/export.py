"""The findings as an Excel workbook: a sheet of checks, and one of everything that was found."""

from collections.abc import Iterator

from bigsection.web.downloads import Cell, Sheet, workbook_of
from departments.health.choosing import Choice
from departments.health.registry import CHECKS
from departments.health.survey import every_finding

MOST_ROWS = 1_000_000  # Excel ends at 1,048,576
SUMMARY = (("级别", 8), ("检查项", 34), ("问题数", 9), ("为什么要查", 70), ("怎么办", 60))
FINDINGS = (
    ("级别", 8),
    ("检查项", 30),
    ("部门", 28),
    ("科室", 24),
    ("人员", 12),
    ("问题", 70),
    ("怎么办", 60),
)


def findings_workbook(choice: Choice) -> bytes:
    """The .xlsx file; the sheet of checks opens first."""
    counts = dict.fromkeys((check.code for check in CHECKS), 0)
    return workbook_of(
        Sheet("问题清单", FINDINGS, _findings(choice, counts), filtered=True),
        Sheet("汇总", SUMMARY, _summary(choice, counts), opened=True),
    )


def _findings(choice: Choice, counts: dict[str, int]) -> Iterator[tuple[Cell, ...]]:
    """Every finding; ``counts`` is filled on the way, also with those beyond Excel's last row."""
    row = 0
    for check in CHECKS:
        level = f"{check.severity.sign} {check.severity.word}"
        for found in every_finding(check, choice.area):
            counts[check.code] += 1
            row += 1
            if row <= MOST_ROWS:
                place = (found.department, found.section, found.person)
                yield level, check.title, *place, found.detail, check.action


def _summary(choice: Choice, counts: dict[str, int]) -> Iterator[tuple[Cell, ...]]:
    for check in CHECKS:
        found = counts[check.code]
        level = f"{check.severity.sign} {check.severity.word}" if found else "✓ 通过"
        yield level, check.title, found, check.why, check.action
    last = f"范围：{choice.title}；日期：{choice.area.today:%Y-%m-%d}；身份证号已隐去中间各位。"
    if sum(counts.values()) > MOST_ROWS:
        last += f"“问题清单”只列出前 {MOST_ROWS:,} 条，请按部门分别导出。"
    yield ()
    yield (last,)
