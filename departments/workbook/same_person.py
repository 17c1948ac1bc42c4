"""Telling who is who in a roster: one person in two places (兼任) counts once, a double row is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from departments.workbook.cell_texts import name_mark
from departments.workbook.cells import Cell
from departments.workbook.findings import Findings
from departments.workbook.table import Table

_CONCURRENT = re.compile(r"[(（]兼[)）任职]?|^兼任?[，,：:（(]|兼任(?!.*主任$)|[(（]兼[任职]")


@dataclass(frozen=True, slots=True)
class People:
    """The columns of a roster that tell people apart; one value per data row of the table."""

    table: Table
    owners: Sequence[str | None]
    written_names: Sequence[Cell]
    names: Sequence[str]
    ids: Sequence[str | None]
    births: Sequence[str | None]
    posts: Sequence[str | None]
    remarks: Sequence[str | None]

    def once_each(self, candidates: list[int], findings: Findings) -> list[int]:
        """Return the places of `candidates` without those where somebody stands again.

        A second place held concurrently (兼任) goes without a word, a double row is reported.
        """
        numbers = [self.ids[place] for place in candidates]
        if all(numbers) and len(set(numbers)) == len(numbers):
            return candidates
        keys = self._keys(candidates)
        if len(set(keys)) == len(keys):
            return candidates
        first: dict[object, int] = {}
        dropped: set[int] = set()
        for place, key in zip(candidates, keys, strict=True):
            if key not in first:
                first[key] = place
                continue
            other = first[key]
            if self._is_concurrent(place):
                dropped.add(place)
            elif self._is_concurrent(other):
                dropped.add(other)
                first[key] = place
            else:
                dropped.add(place)
                self._report(place, other, findings)
        return [place for place in candidates if place not in dropped]

    def _keys(self, candidates: list[int]) -> list[object]:
        """Return what makes each a person: the ID number, else name, birth date and department.

        One who holds a place concurrently and has neither is the other row of that name.
        """
        keys = {place: self._key(place) for place in candidates}
        doubtful = [place for place in candidates if keys[place] == place]
        doubtful = [place for place in doubtful if self._is_concurrent(place)]
        named = list(zip(self.owners, self.names, strict=True)) if doubtful else []
        namesakes: dict[object, list[int]] = {}
        for place, name in enumerate(named):
            namesakes.setdefault(name, []).append(place)
        for place in doubtful:
            others = (other for other in namesakes[named[place]] if other != place)
            keys[place] = self._key(next(others, place))
        return list(keys.values())

    def _key(self, place: int) -> object:
        birth = self.births[place]
        birth_of_name = (self.owners[place], self.names[place], birth) if birth else None
        return self.ids[place] or birth_of_name or place

    def _is_concurrent(self, place: int) -> bool:
        post, remark = self.posts[place] or "", self.remarks[place] or ""
        return bool(_CONCURRENT.search(post) or _CONCURRENT.search(remark)
                    or "兼" in name_mark(self.written_names[place]))  # fmt: skip

    def _report(self, place: int, other: int, findings: Findings) -> None:
        same_name = self.names[place] == self.names[other]
        row, earlier = self.table.rows[place], self.table.rows[other]
        identical = self.table.grid.rows[row] == self.table.grid.rows[earlier]
        by_id = bool(self.ids[place]) and (identical or not same_name)
        line = self.table.grid.excel_row(earlier)
        message = (
            f"与第 {line} 行是同一人，本行未导入。请删去重复行。"
            if same_name
            else f"身份证号与第 {line} 行的{self.names[other]}相同，本行未导入。请核对是谁的号码。"
        )
        field = "id_number" if by_id else "name"
        value = self.ids[place] if by_id else self.names[place]
        findings.about(self.table, row, field, "duplicate", value or "", message, rejected=True)
