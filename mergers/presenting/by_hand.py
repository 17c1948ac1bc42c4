"""How a plan differs from what the planner made, each difference with the edit that takes it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mergers.domain.arrangement import Arrangement, Place, PlannedSection, Transfer


@dataclass(frozen=True, slots=True)
class Restore:
    """One difference in words, and the edit that undoes it: the name of its address and the
    fields of its form. Without an address no single edit can.
    """

    kind: str
    text: str
    edit: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def restores(
    made: Arrangement, now: Arrangement, names: Mapping[int, str], modes: Mapping[str, str]
) -> tuple[Restore, ...]:
    """Every difference between the plan as ``made`` and as it is ``now``.

    ``names`` are those of the sections, ``modes`` the words for ways of merging. Reasons are not
    compared: a reason is no change of the structure. Nor are names of which the members changed:
    they follow the members.
    """
    return (
        *_places(made, now, names),
        *_bigs(made, now, modes),
        *_duties(made, now, names),
        *_people(made, now, names),
    )


def _places(made: Arrangement, now: Arrangement, names: Mapping[int, str]) -> Iterator[Restore]:
    for place in now.places:
        before = made.place(place.section)
        if before is None or _is_where_it_was(before, place, made, now):
            continue
        words = f"{_where(place, now, names)}（求解时{_company(before, made, names)}）"
        to = _way_back(before, made, now)
        fields = (("section", str(place.section)), ("to", to))
        yield Restore("撤销" if place.abolished else "移动", words, "plan_edit_move", fields)


def _is_where_it_was(before: Place, place: Place, made: Arrangement, now: Arrangement) -> bool:
    """Whether a section is with those it was with, also in a big section that was made again."""
    if before.abolished != place.abolished:
        return False
    if before.big is None or place.big is None:
        return before.big == place.big
    return before.big == place.big or made.members(before.big) == now.members(place.big)


def _counterpart(big: PlannedSection, made: Arrangement, now: Arrangement) -> PlannedSection | None:
    """What a big section was when the plan was made: the same, or that of the same members."""
    members = now.members(big.pk)
    same = (old for old in made.planned_sections if members and made.members(old.pk) == members)
    return made.big(big.pk) or next(same, None)


def _where(place: Place, now: Arrangement, names: Mapping[int, str]) -> str:
    """Where a section is now."""
    name, big = names.get(place.section, ""), now.big(place.big)
    if place.abolished:
        return f"撤销{name}"
    return f"{name}在“{big.name}”" if big else f"{name}待安置"


def _company(place: Place, made: Arrangement, names: Mapping[int, str]) -> str:
    """With whom the planner put a section: the name of a big section follows its members, and
    says little once they have changed.
    """
    fellows = [pk for pk in made.members(place.big) if pk != place.section] if place.big else []
    return f"与{'、'.join(names.get(pk, '') for pk in fellows)}一起" if fellows else "单独成科"


def _way_back(before: Place, made: Arrangement, now: Arrangement) -> str:
    """Where a section has to go to be with those it was with."""
    if before.big is None:
        return "bench"
    if now.big(before.big):
        return str(before.big)
    homes = now.homes()
    fellows = (homes.get(pk) for pk in made.members(before.big) if pk != before.section)
    together = Counter(home for home in fellows if home is not None)
    return str(together.most_common(1)[0][0]) if together else "alone"


def _bigs(made: Arrangement, now: Arrangement, modes: Mapping[str, str]) -> Iterator[Restore]:
    for big in now.planned_sections:
        key = ("big_section", str(big.pk))
        before = _counterpart(big, made, now)
        if before is None and now.members(big.pk):
            continue  # 保留 or 整合, not 新设: the lines of its sections tell how it came about
        if before is None:
            edit = "plan_edit_remove" if now.is_empty(big.pk) else ""
            yield Restore("新设", big.name, edit, (key,))
            continue
        if before.mode != big.mode:
            words = f"{big.name}：{modes.get(before.mode, '')} → {modes.get(big.mode, '')}"
            yield Restore("方式", words, "plan_edit_mode", (key, ("mode", before.mode)))
        if before.name != big.name and made.members(before.pk) == now.members(big.pk):
            words = f"{before.name} → {big.name}"
            yield Restore("更名", words, "big_section_rename", (key, ("name", before.name)))


def _duties(made: Arrangement, now: Arrangement, names: Mapping[int, str]) -> Iterator[Restore]:
    old = made.moved()
    for move in now.transfers:
        if move.duty is not None and move.duty in old:
            continue
        words = f"{move.text}（{names.get(move.origin, '')}）→ {_lands(move, now)}"
        if move.duty is None:
            yield Restore("职责", words)
        elif move.ruling is not None:
            fields = (("ruling", str(move.ruling)), ("do", "drop"))
            yield Restore("职责", words, "plan_edit_ruling", fields)
        else:
            fields = (("duty", str(move.duty)), ("do", "return"))
            yield Restore("职责", words, "plan_edit_duties", fields)


def _lands(move: Transfer, now: Arrangement) -> str:
    big = now.big(move.big)
    return "终止" if move.ended else big.name if big else "其他部门"


def _people(made: Arrangement, now: Arrangement, names: Mapping[int, str]) -> Iterator[Restore]:
    for people_transfer in now.people_transfers:
        if people_transfer in made.people_transfers:
            continue
        big = now.big(people_transfer.big)
        words = f"{names.get(people_transfer.section, '')} {people_transfer.people} 人 → {big.name if big else ''}"
        fields = (
            ("section", str(people_transfer.section)),
            ("to", str(people_transfer.big)),
            ("people", "0"),
        )
        yield Restore("随转人员", words, "plan_edit_people", fields)
