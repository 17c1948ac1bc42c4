"""Whether transfers to another department stand on a ruling that is in force and says just this."""

from __future__ import annotations

from collections.abc import Iterable

from mergers.domain.arrangement import Transfer
from mergers.models import DutyRuling, RulingVerdict


def unruled(department: int, moves: Iterable[Transfer], *, lock: bool = False) -> list[Transfer]:
    """The transfers out of a department (primary key) that no ruling bears; one query.

    A ruling bears a transfer when it is one, is not carried out yet, gives this duty of this
    department, and names the same receiving section. With ``lock`` the rulings are held until the
    end of the transaction, so that nobody revises them meanwhile.
    """
    leaving = [move for move in moves if move.section is not None]
    if not leaving:
        return []
    rows = DutyRuling.objects.filter(pk__in={move.ruling for move in leaving if move.ruling})
    rulings = {row.pk: row for row in (rows.select_for_update() if lock else rows).order_by("pk")}
    return [move for move in leaving if not _bears(rulings.get(move.ruling or 0), move, department)]


def _bears(ruling: DutyRuling | None, move: Transfer, department: int) -> bool:
    if ruling is None or ruling.verdict != RulingVerdict.TRANSFER:
        return False
    return (
        ruling.executed_at is None
        and ruling.receiver_id == move.section
        and ruling.giver_id == department
        and (ruling.given_id == move.duty or ruling.given_text == move.text)
    )
