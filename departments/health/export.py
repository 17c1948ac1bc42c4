"""The findings as an Excel workbook: a sheet of checks, and one of everything that was found."""

from collections.abc import Iterator

from django.utils import timezone

from bigsection.web.downloads import Cell, Sheet, workbook_of
from departments.health.registry import CHECKS
from departments.health.stored import StoredResults

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


def findings_workbook(stored: StoredResults, place: str) -> bytes:
    """The .xlsx file of the departments of ``place``; the sheet of checks opens first."""
    counts = dict.fromkeys((check.code for check in CHECKS), 0)
    return workbook_of(
        Sheet("问题清单", FINDINGS, _findings(stored, counts), filtered=True),
        Sheet("汇总", SUMMARY, _summary(stored, place, counts), opened=True),
    )


def _findings(stored: StoredResults, counts: dict[str, int]) -> Iterator[tuple[Cell, ...]]:
    """Every finding; ``counts`` is filled on the way, also with those beyond Excel's last row."""
    row = 0
    for check in CHECKS:
        level = f"{check.severity.sign} {check.severity.word}"
        for found in stored.every(check):
            counts[check.code] += 1
            row += 1
            if row <= MOST_ROWS:
                place = (found.department, found.section, found.person)
                yield level, check.title, *place, found.detail, check.action


def _summary(
    stored: StoredResults, place: str, counts: dict[str, int]
) -> Iterator[tuple[Cell, ...]]:
    for check in CHECKS:
        found = counts[check.code]
        level = f"{check.severity.sign} {check.severity.word}" if found else "✓ 通过"
        yield level, check.title, found, check.why, check.action
    last = f"范围：{place}；{_age(stored)}身份证号已隐去中间各位。"
    if sum(counts.values()) > MOST_ROWS:
        last += f"“问题清单”只列出前 {MOST_ROWS:,} 条，请按部门分别导出。"
    yield ()
    yield (last,)


def _age(stored: StoredResults) -> str:
    """From when the results are, in words."""
    if stored.as_of is None:
        return "还没有检查结果；"
    words = f"结果截至 {timezone.localtime(stored.as_of):%Y-%m-%d %H:%M}；"
    if stored.stale:
        words += f"其中 {stored.stale} 个部门此后有改动，待重新检查；"
    if stored.unchecked:
        words += f"另有 {stored.unchecked} 个部门还没有检查；"
    return words
