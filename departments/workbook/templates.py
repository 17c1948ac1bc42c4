"""Writing the downloadable template: 部门, 科室, 职责, 工作量, 人员, 业务往来 with current data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from departments.link_strengths import STRENGTHS
from departments.workbook.records import DepartmentRow, LinkRow, StaffRow
from departments.workbook.synonyms import SECTION_KINDS

SPARE_ROWS = 500
_RISKY = ("=", "+", "-", "@", "\t", "\r")
DEPARTMENT_KINDS = ("党委部门", "政府部门", "群团", "事业单位")
GENDERS = ("男", "女")
DUTY_TYPES = ("三定", "其他")
QUOTA_TYPES = ("行政", "政法专项", "参公", "事业", "工勤")
STATUSES = ("在岗", "借调", "挂职", "退二线", "长期病假")
LEADERS = "单位领导"
FREE = frozenset(("强度",))  # headers whose drop-down only suggests: a number is as good

Value = str | int | float | None


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the template: headers with widths, drop-downs by header, rows."""

    name: str
    headers: Sequence[tuple[str, int]]
    choices: Mapping[str, Sequence[str]]
    rows: Iterable[Sequence[Value]]


def build_template(
    departments: Sequence[DepartmentRow] = (),
    staff: Sequence[StaffRow] = (),
    links: Sequence[LinkRow] = (),
) -> bytes:
    """Return an .xlsx with the given data; reading it back gives the same data.

    Text that Excel could run as a formula gets a leading apostrophe, which reading takes off again;
    every cell of text has the text format, so ID numbers keep their digits.
    """
    output = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, {"in_memory": True, **options}) as book:
        head = book.add_format(
            {
                "bold": True,
                "bg_color": "#E8EEF4",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        text = book.add_format({"num_format": "@"})
        for sheet in _sheets(departments, staff, links):
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for column, (header, width) in enumerate(sheet.headers):
                page.write_string(0, column, header, head)
                page.set_column(column, column, width, text)
            last = 0
            for number, row in enumerate(sheet.rows, start=1):
                last = number
                for column, value in enumerate(row):
                    if isinstance(value, (int, float)):
                        page.write_number(number, column, value)
                    elif value:
                        page.write_string(number, column, _plain(value), text)
            for column, (header, _) in enumerate(sheet.headers):
                if header in sheet.choices:
                    page.data_validation(
                        1, column, last + SPARE_ROWS, column,
                        {"validate": "list", "source": list(sheet.choices[header]),
                         "error_type": "warning", "show_error": header not in FREE},
                    )  # fmt: skip
    return output.getvalue()


def _plain(text: str) -> str:
    """Return text that stays text in Excel, also after it is saved as CSV and opened again."""
    return "'" + text if text.startswith(_RISKY) and len(text) > 1 else text


def _sheets(
    departments: Sequence[DepartmentRow], staff: Sequence[StaffRow], links: Sequence[LinkRow]
) -> list[_Sheet]:
    kinds = {"科室类别": SECTION_KINDS}
    years = _years(departments)
    return [
        _Sheet(
            "部门",
            (("部门名称*", 28), ("部门类别", 14), ("部门代码", 14), ("核定编制", 10), ("实有人数", 10)),
            {"部门类别": DEPARTMENT_KINDS},
            [(d.name, d.kind, d.code, d.quota, d.headcount) for d in departments],
        ),
        _Sheet(
            "科室",
            (
                ("部门名称*", 28), ("科室名称*", 22), ("科室类别", 10), ("战线", 10), ("科室代码", 12),
                *((f"核定编制({name})", 12) for name in _types(departments)),
                ("核定编制", 10), ("实有人数", 10), ("正职职数", 10), ("副职职数", 10), ("批准文号", 18),
                ("备注", 24),
            ),
            kinds,
            list(_section_rows(departments)),
        ),
        _Sheet(
            "职责",
            (("部门名称*", 28), ("科室名称*", 22), ("职责*", 60), ("职责类型", 10)),
            {"职责类型": DUTY_TYPES},
            [
                (d.name, s.name, duty.text, duty.duty_type)
                for d in departments for s in d.sections for duty in s.duties
            ],
        ),
        _Sheet(
            "工作量",
            (
                ("部门名称*", 28), ("科室名称*", 22), ("职责", 40), ("具体事项*", 40), ("量化单位", 10),
                *((_year_header(year), 12) for year in years), ("单件工时", 10), ("来源", 8),
            ),
            {"来源": DUTY_TYPES},
            list(_work_rows(departments, years)),
        ),
        _Sheet(
            "人员",
            (
                ("部门名称*", 28), ("所在科室", 22), ("姓名*", 10), ("性别", 6), ("民族", 8),
                ("身份证号", 22), ("出生日期", 12), ("政治面貌", 12), ("参加工作时间", 12), ("职务", 16),
                ("任现职时间", 12), ("职级", 16), ("编制类型", 10), ("学历", 10), ("人员状态", 10),
                ("备注", 24),
            ),
            {"性别": GENDERS, "编制类型": QUOTA_TYPES, "人员状态": STATUSES},
            list(map(_staff_row, staff)),
        ),
        _Sheet(
            "业务往来",
            (
                ("部门名称*", 28), ("科室名称*", 22), ("往来科室*", 22), ("强度", 10),
                ("往来事项", 40),
            ),
            {"强度": [strength.word for strength in STRENGTHS]},
            [(k.department, k.section, k.partner, k.strength, k.note) for k in links],
        ),
    ]  # fmt: skip


def _types(departments: Sequence[DepartmentRow]) -> list[str]:
    """Return the quota types that any section states, in order of appearance."""
    return list(
        dict.fromkeys(name for d in departments for s in d.sections for name, _ in s.quota_by_type)
    )


def _section_rows(departments: Sequence[DepartmentRow]) -> Iterable[Sequence[Value]]:
    types = _types(departments)
    for department in departments:
        for section in department.sections:
            by_type = dict(section.quota_by_type)
            yield (
                department.name, section.name, section.kind, section.line, section.code,
                *(by_type.get(name) for name in types),
                section.quota, section.headcount, section.chief_posts, section.deputy_posts,
                section.document_number, section.remark,
            )  # fmt: skip


def _years(departments: Sequence[DepartmentRow]) -> list[int | None]:
    """Return the years of yearly counts (None: no year named), at least three to fill in."""
    years = {
        year
        for department in departments
        for section in department.sections
        for item in section.work_items
        for year, _ in item.counts
    }
    return sorted(years, key=lambda year: (year is None, year or 0)) or [2023, 2024, 2025]


def _year_header(year: int | None) -> str:
    """Return the header of a yearly count; 1 to 3 stand for first to third year."""
    if year is None:
        return "数量"
    return f"{year}年数量" if year > 3 else ("第一年", "第二年", "第三年")[year - 1]


def _work_rows(
    departments: Sequence[DepartmentRow], years: Sequence[int | None]
) -> Iterable[Sequence[Value]]:
    for department in departments:
        for section in department.sections:
            for item in section.work_items:
                counts = dict(item.counts)
                yield (
                    department.name, section.name, item.duty, item.matter, item.unit,
                    *(counts.get(year) for year in years), item.hours, item.duty_type,
                )  # fmt: skip


def _staff_row(person: StaffRow) -> Sequence[Value]:
    return (
        person.department, person.section or LEADERS, person.name, person.gender, person.ethnicity,
        person.id_number, person.birth_date, person.political_status, person.work_start, person.post,
        person.post_since, person.rank, person.quota_type, person.education, person.status, person.remark,
    )  # fmt: skip
