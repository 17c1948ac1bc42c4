"""What a person decided while reviewing an import, apart from the file itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Place = tuple[str | None, int]


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions of a review.

    ``left_out`` are rows (sheet, Excel row) not to take; ``renames`` maps a section of the file
    (department, new name) to the name that it has in the database, and ``refused`` holds the
    renames (department, new, old) that a person denied; ``abolish`` holds, per table,
    primary keys of missing rows to abolish; ``corrections`` are cells (sheet, row, column) with
    the value to read instead; ``mapping`` maps a sheet ("" for CSV, "*" for every sheet)
    and a header to a field, None to ignore the column.
    """

    left_out: frozenset[Place] = frozenset()
    renames: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: frozenset[tuple[str, str, str]] = frozenset()
    abolish: dict[str, frozenset[int]] = field(default_factory=dict)
    corrections: dict[tuple[str | None, int, int], str] = field(default_factory=dict)
    mapping: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain lists for a JSON column."""
        return {
            "left_out": sorted(([s, r] for s, r in self.left_out), key=str),
            "renames": [[*new, old] for new, old in self.renames.items()],
            "refused": sorted(map(list, self.refused)),
            "abolish": {table: sorted(pks) for table, pks in self.abolish.items()},
            "corrections": [[*cell, value] for cell, value in self.corrections.items()],
            "mapping": [[*column, name] for column, name in self.mapping.items()],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Choices:
        """The decisions stored by ``to_json``; absent ones are empty."""
        return cls(
            left_out=frozenset((sheet, row) for sheet, row in data.get("left_out", ())),
            renames={(dep, new): old for dep, new, old in data.get("renames", ())},
            refused=frozenset((dep, new, old) for dep, new, old in data.get("refused", ())),
            abolish={t: frozenset(pks) for t, pks in data.get("abolish", {}).items()},
            corrections={
                (sheet, row, column): value
                for sheet, row, column, value in data.get("corrections", ())
            },
            mapping={(sheet, header): name for sheet, header, name in data.get("mapping", ())},
        )
