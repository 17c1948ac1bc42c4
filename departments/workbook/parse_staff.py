"""Reading staff rosters column by column, fast enough for a hundred thousand people."""

from __future__ import annotations

from collections.abc import Sequence

from departments.workbook.cell_texts import person_name, status_in
from departments.workbook.cells import NOTHING, Cell, is_blank, memoised, shown, squeezed
from departments.workbook.columns import columns_of
from departments.workbook.dates import DateRead, read_date
from departments.workbook.findings import Findings
from departments.workbook.idnumbers import read_id_number
from departments.workbook.names import formula_text, is_ambiguous, is_no_section
from departments.workbook.owners import sections_of
from departments.workbook.records import Block
from departments.workbook.registry import Registry
from departments.workbook.row_reader import RowReader
from departments.workbook.same_person import People
from departments.workbook.table import Table


def parse_staff(table: Table, default: str, registry: Registry, findings: Findings) -> Block:
    """Return the people of a roster and report doubtful cells; 兼任 and double rows count once."""
    if not table.rows:
        return Block(table.grid.name, (), (), (), ())
    return _Roster(table, default, registry, findings).people()


class _Roster(RowReader):
    """One roster as columns; every list has one value per data row of the table."""

    def __init__(self, table: Table, default: str, registry: Registry, findings: Findings) -> None:
        super().__init__(table, default, registry, findings)
        self.written_names = table.column("name")
        self.names = memoised(self.written_names, person_name)
        self.ids = self._ids()
        self.texts: dict[str, list[str | None]] = {
            column.name: self._dates(column.name)
            if column.read is read_date
            else memoised(table.column(column.name), column.read)
            for column in columns_of("staff")
            if column.read
        }
        self.remarks = self.texts["remark"]
        self.sections = self._sections()

    def people(self) -> Block:
        """Return the rows that are taken."""
        keep = self._keep()
        columns: dict[str, Sequence[object]] = {
            "name": self.names,
            "section": self.sections,
            "id_number": self.ids,
            **self.texts,
            "employment": self._statuses(),
        }
        names = tuple(column.name for column in columns_of("staff") if column.name in columns)
        lines = list(map(self.table.grid.excel_row, self.table.rows))
        everyone = Block(
            self.table.grid.name, lines, self.owners, names, [columns[name] for name in names]
        )
        return everyone if len(keep) == len(lines) else everyone.only(keep)

    def _ids(self) -> list[str | None]:
        cells = self.table.column("id_number")
        if "id_number" not in self.table.fields:
            return [None] * len(cells)
        reads = memoised(cells, read_id_number)
        for place in [place for place, read in enumerate(reads) if read.bad]:
            self.report(
                place,
                "id_number",
                "bad_id_number",
                cells[place],
                "身份证号不正确（位数、出生日期或校验码不符，或被 Excel 存成数字而丢失末位）。"
                "请对照证件，以文本格式重新填写；暂不导入此号码。",
            )
        return [read.number for read in reads]

    def _dates(self, name: str) -> list[str | None]:
        cells = self.table.column(name)
        reads: list[DateRead] = memoised(cells, read_date)
        months = self.table.grid.month_cells
        if months and name in self.table.fields:
            index = self.table.fields[name]
            for place, row in enumerate(self.table.rows):
                if (row, index) in months:
                    reads[place] = read_date(cells[place], month_only=True)
        for place, read in enumerate(reads):
            if read.bad:
                self.report(
                    place, name, "bad_date", cells[place],
                    f"“{shown(cells[place])}”不是有效的日期。请改为 1978-05 或 1978-05-23 的形式；暂按空白处理。",
                )  # fmt: skip
        return [read.iso for read in reads]

    def _sections(self) -> list[str | None]:
        """Return the section of every person: None for leaders and for sections nobody lists."""
        names, written, _ = sections_of(self.table, self.table.context.section)
        pairs = list(zip(self.owners, names, strict=True))
        answer: dict[tuple[str | None, str], str | None] = {}
        unknown: set[tuple[str | None, str]] = set()
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
            known_before = self.registry.department(owner, self.source(place)).find(name)
            section = self.registry.section(owner, name, self.source(place))
            if section is None:
                unknown.add(pair)
                self.findings.no_section([name])
            else:
                answer[pair] = section.name
                if known_before is None and is_ambiguous(section.name):
                    self.ambiguous(place, written[place])
        if unknown:
            self._report_unknown(pairs, written, unknown)
        return list(map(answer.__getitem__, pairs))

    def _report_unknown(
        self,
        pairs: list[tuple[str | None, str]],
        written: list[Cell],
        unknown: set[tuple[str | None, str]],
    ) -> None:
        for place, pair in enumerate(pairs):
            if pair in unknown and self.names[place]:
                self.report(
                    place, "section", "unknown_section", written[place],
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
            births=self.texts["birth_date"],
            posts=self.texts["post"],
            remarks=self.remarks,
        )
        unusual = {name for name in set(self.names) if not name or formula_text(name)}
        formulas = {
            row for row, column in self.table.grid.formulas if column == self.table.fields["name"]
        }
        named = [
            place
            for place, (row, name, owner) in enumerate(
                zip(self.table.rows, self.names, self.owners, strict=True)
            )
            if (owner and name not in unusual and row not in formulas) or self._named(place, name)
        ]
        return people.once_each(named, self.findings)

    def _named(self, place: int, name: str) -> bool:
        row = self.table.rows[place]
        formula = self.table.formula(row, "name")
        if name and formula is None and not formula_text(name):
            return self._owned(place)
        if not name and formula is None and self._only_section(row):
            return False
        self.reject(
            place, "name", "required_missing",
            name if formula is None else formula,
            "姓名是公式，不是名字。请粘贴为数值后再导入；本行未导入。" if name or formula is not None
            else "本行有内容但没有姓名，未导入。请补上姓名，或删去本行。",
        )  # fmt: skip
        return False

    def _owned(self, place: int) -> bool:
        """Tell whether the row says whose person it is; reports it when it does not."""
        if self.owners[place]:
            return True
        self.reject(
            place, "department", "required_missing", "",
            f"{self.names[place]}没有写明所属部门，未导入。请补上部门名称。",
        )  # fmt: skip
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
        """Return what is stated, else what a remark tells."""
        return [
            status or (status_in(remark) if remark else None)
            for status, remark in zip(self.texts["employment"], self.remarks, strict=True)
        ]
