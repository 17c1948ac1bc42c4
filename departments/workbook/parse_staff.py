"""Reading staff rosters column by column, fast enough for a hundred thousand people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from departments.workbook.cells import NOTHING, Cell, is_blank, memoised, shown, squeezed
from departments.workbook.dates import DateRead, read_date
from departments.workbook.findings import Findings
from departments.workbook.idnumbers import read_id_numbers
from departments.workbook.names import formula_text, is_ambiguous, is_no_section
from departments.workbook.owners import departments_of, sections_of
from departments.workbook.records import Source, StaffRow
from departments.workbook.registry import Registry
from departments.workbook.same_person import People
from departments.workbook.staff_values import (
    TEXT_READERS,
    person_name,
    plain_text,
    remark_text,
    status_in,
)
from departments.workbook.table import Table

_DATE_FIELDS = ("birth_date", "work_since", "held_since")


def parse_staff(
    table: Table, default: str, registry: Registry, findings: Findings
) -> list[StaffRow]:
    """Return the people of a roster and report doubtful cells; 兼任 and double rows count once."""
    if not table.rows:
        return []
    roster = _Roster(table, default, registry, findings)
    return roster.people()


class _Roster:
    """One roster as columns; every list has one value per data row of the table."""

    def __init__(self, table: Table, default: str, registry: Registry, findings: Findings) -> None:
        self.table, self.registry, self.findings = table, registry, findings
        self.rows = table.rows
        self.owners = departments_of(table, default)
        self.written_names = table.column("name")
        self.names = memoised(self.written_names, person_name)
        self.ids = self._ids()
        self.dates = {name: self._dates(name) for name in _DATE_FIELDS}
        self.texts = {
            name: memoised(table.column(name), read) for name, read in TEXT_READERS.items()
        }
        self.remarks = memoised(table.column("remark"), remark_text)
        self.sections = self._sections()

    def people(self) -> list[StaffRow]:
        """Return the records of the rows that are taken."""
        keep = self._keep()
        sheet = self.table.grid.name
        lines = map(self.table.grid.excel_row, self.rows)
        columns: list[Sequence[object]] = [
            self.names,
            self.owners,
            self.sections,
            self.texts["gender"],
            self.texts["ethnicity"],
            self.ids,
            self.dates["birth_date"],
            self.texts["political_status"],
            self.dates["work_since"],
            self.texts["post"],
            self.dates["held_since"],
            self.texts["rank"],
            self.texts["quota_type"],
            self.texts["education"],
            self._statuses(),
            self.remarks,
            list(map(Source._make, zip(repeat(sheet), lines, strict=False))),
        ]
        records = list(map(StaffRow._make, zip(*columns, strict=True)))
        if len(keep) == len(records):
            return records
        return [records[place] for place in keep]

    def _ids(self) -> list[str | None]:
        cells = self.table.column("id_number")
        if "id_number" not in self.table.fields:
            return [None] * len(cells)
        numbers, bad = read_id_numbers(cells)
        for place in bad:
            self._report(
                place,
                "id_number",
                "bad_id_number",
                "身份证号不正确（位数、出生日期或校验码不符，或被 Excel 存成数字而丢失末位）。"
                "请对照证件，以文本格式重新填写；暂不导入此号码。",
            )
        return numbers

    def _dates(self, name: str) -> list[str | None]:
        cells = self.table.column(name)
        reads: list[DateRead] = memoised(cells, read_date)
        months = self.table.grid.month_cells
        if months and name in self.table.fields:
            index = self.table.fields[name]
            for place, row in enumerate(self.rows):
                if (row, index) in months:
                    reads[place] = read_date(cells[place], month_only=True)
        for place, read in enumerate(reads):
            if read.bad:
                self._report(
                    place, name, "bad_date",
                    f"“{shown(cells[place])}”不是有效的日期。请改为 1978-05 或 1978-05-23 的形式；暂按空白处理。",
                )  # fmt: skip
        return [read.iso for read in reads]

    def _sections(self) -> list[str | None]:
        """Return the section of every person: None for leaders and for sections nobody lists."""
        names, written, _ = sections_of(self.table, self.table.context.section)
        pairs = list(zip(self.owners, names, strict=True))
        answer: dict[tuple[str | None, str], str | None] = {}
        unknown: set[tuple[str | None, str]] = set()
        title = self.table.title("section") if "section" in self.table.fields else None
        for place, pair in enumerate(pairs):
            if pair in answer:
                continue
            owner, name = pair
            answer[pair] = None
            if not name or not owner:
                continue
            if is_no_section(name) or formula_text(name):
                self.findings.no_section([squeezed(written[place])])
                continue
            known_before = self.registry.department(owner, self._source(place)).find(name)
            section = self.registry.section(owner, name, self._source(place))
            if section is None:
                unknown.add(pair)
                self.findings.no_section([name])
            else:
                answer[pair] = section.name
                if known_before is None and is_ambiguous(section.name) and title:
                    self.findings.ambiguous(self.table, self.rows[place], title, written[place])
        if unknown:
            self._report_unknown(pairs, written, unknown)
        return list(map(answer.__getitem__, pairs))

    def _report_unknown(
        self,
        pairs: list[tuple[str | None, str]],
        written: list[Cell],
        unknown: set[tuple[str | None, str]],
    ) -> None:
        title = self.table.title("section") if "section" in self.table.fields else None
        for place, pair in enumerate(pairs):
            if pair in unknown and self.names[place]:
                self.findings.add(
                    self.table, self.rows[place], title, "unknown_section", written[place],
                    f"“{pair[1]}”不在{pair[0]}的科室名单中，{self.names[place]}暂列本部门、不列科室。"
                    "请核对科室名称，或先在科室表中补上。",
                )  # fmt: skip

    def _keep(self) -> list[int]:
        """Return the places of the rows that are people, each once."""
        people = People(
            table=self.table,
            owners=self.owners,
            written_names=self.written_names,
            names=self.names,
            ids=self.ids,
            births=self.dates["birth_date"],
            posts=self.texts["post"],
            remarks=self.remarks,
        )
        named = [place for place, name in enumerate(self.names) if self._named(place, name)]
        return people.once_each(named, self.findings)

    def _named(self, place: int, name: str) -> bool:
        row = self.rows[place]
        formula = self.table.grid.formulas.get((row, self.table.fields["name"]))
        if name and formula is None and not formula_text(name):
            return self._owned(place)
        if not name and formula is None and self._only_section(row):
            return False
        self.findings.add(
            self.table, row, self.table.title("name"), "required_missing",
            name if formula is None else f"={formula}",
            "姓名是公式，不是名字。请粘贴为数值后再导入；本行未导入。" if name or formula is not None
            else "本行有内容但没有姓名，未导入。请补上姓名，或删去本行。",
            rejected=True,
        )  # fmt: skip
        return False

    def _owned(self, place: int) -> bool:
        """Tell whether the row says whose person it is; reports it when it does not."""
        if self.owners[place]:
            return True
        self.findings.add(
            self.table,
            self.rows[place],
            self.table.title("department"),
            "required_missing",
            "",
            f"{self.names[place]}没有写明所属部门，未导入。请补上部门名称。",
            rejected=True,
        )
        return False

    def _only_section(self, row: int) -> bool:
        """Tell a row that names a section and nobody in it."""
        for field, index in self.table.fields.items():
            if field not in ("ordinal", "section", "department", "remark"):
                cell = self.table.grid.rows[row][index]
                if not is_blank(cell) and squeezed(cell) not in NOTHING:
                    return False
        return True

    def _statuses(self) -> list[str | None]:
        stated = memoised(self.table.column("employment"), plain_text)
        if not any(self.remarks):
            return stated
        return [
            status or (status_in(remark) if remark else None)
            for status, remark in zip(stated, self.remarks, strict=True)
        ]

    def _report(self, place: int, field: str, code: str, message: str) -> None:
        row = self.rows[place]
        self.findings.add(
            self.table, row, self.table.title(field), code, self.table.cell(row, field), message
        )

    def _source(self, place: int) -> Source:
        return Source(self.table.grid.name, self.table.grid.excel_row(self.rows[place]))
