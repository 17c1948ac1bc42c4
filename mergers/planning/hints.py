"""What moving one section of a plan would do to its score, and which rules it would break."""

from __future__ import annotations

from dataclasses import dataclass

from mergers.domain.arrangement import Arrangement
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.solving import RULE_NAMES
from mergers.planning.split_sections import split_sections_of

ALONE = None


@dataclass(frozen=True, slots=True)
class MoveHint:
    """One move: the change of the score in points, and the rules that it would newly break."""

    delta: float
    broken: tuple[str, ...]


def move_hints(
    plan: MergePlan, arrangement: Arrangement, section: int
) -> dict[int | None, MoveHint]:
    """The hint for every big section in which something lands, by its key; ``ALONE`` for a big
    section of its own.

    Empty for a section that is split: what goes elsewhere already would have to be counted with
    it. A section on the bench counts as one of its own, as in the plan's score.
    """

    units = split_sections_of(plan, arrangement)
    name = str(section)
    if name not in {unit.id for unit in units.problem.sections} or any(
        unit.id.startswith(f"{name}>") for unit in units.problem.sections
    ):
        return {}
    groups = planner.scoring.indices_of(units.model, units.groups)
    table = planner.questions.moves.table_of(units.model, groups)
    row = table.sections.index(name)
    found: dict[int | None, MoveHint] = {ALONE: _hint(table, row, len(table.groups))}
    for column, big in enumerate(units.planned_sections):
        if big is not None and table.possible[row, column]:
            found[big] = _hint(table, row, column)
    return found


def _hint(table: planner.questions.moves.MoveTable, row: int, column: int) -> MoveHint:
    """One cell; where the section already stands alone, that is no change."""
    if not table.possible[row, column]:
        return MoveHint(0.0, ())
    broken = tuple(
        RULE_NAMES.get(rule, rule) for rule, where in table.breaks.items() if where[row, column]
    )
    return MoveHint(int(table.delta[row, column]) / 1_000_000, broken)
