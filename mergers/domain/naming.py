"""Names for new big sections: the core of the largest member's name, as reforms write them."""

import unicodedata
from collections.abc import Sequence

from bigsection.errors import Invalid

LONGEST = 120
"""So many characters the database keeps of a name."""
ROOM = 8  # for 大科室 and a number
ENDINGS = ("办公室", "中心", "科", "室", "股", "处", "办", "队", "组", "站", "所")


MODE_TITLES = {"merge": "合并", "co-locate": "合署", "group": "统筹"}


def plan_title(mode: str, before: int, after: int, label: str, *, edited: bool = False) -> str:
    """What a plan is called: how it merges, sections before and after, what it is best at, and
    whether people have changed it since: 合并 18→10（最省，已调整）.
    """
    notes = "，".join(note for note in (label, "已调整" if edited else "") if note)
    return f"{MODE_TITLES[mode]} {before}→{after}{f'（{notes}）' if notes else ''}"


def tidied(name: str) -> str:
    """The name with single spaces and without what nobody sees: zero-width and direction marks."""
    seen = (c for c in name if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join("".join(seen).split())


def checked_name(name: str) -> str:
    """The tidied name; Invalid when nothing is left of it, or too much."""
    name = tidied(name)
    if not name or len(name) > LONGEST:
        raise Invalid(f"名称不能为空，且不超过 {LONGEST} 字。", hint="请填写大科室名称。")
    return name


def core_of(name: str) -> str:
    """The name without the word for its sort of unit: 干部调配科 gives 干部调配."""
    bare = name.split("（")[0].split("(")[0] if name[-1:] in ")）" else name
    for ending in ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare[: -len(ending)]
    return bare


def propose_names(groups: Sequence[Sequence[tuple[str, int]]]) -> list[str]:
    """One name per group of (section name, people), all different.

    A group of one keeps its name; a larger one is called after its largest member, the first of
    equals: 组织科 with 指导科 becomes 组织大科室.
    """
    taken: set[str] = {group[0][0] for group in groups if len(group) == 1}
    names = []
    for group in groups:
        if len(group) == 1:
            names.append(group[0][0])
            continue
        name = _free(group, taken)
        taken.add(name)
        names.append(name)
    return names


def _free(group: Sequence[tuple[str, int]], taken: set[str]) -> str:
    """The first candidate that no other group has."""
    largest_first = sorted(group, key=lambda member: -member[1])
    candidates = [f"{core_of(name)[: LONGEST - ROOM]}大科室" for name, _ in largest_first]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{candidates[0]}{number}" in taken:
        number += 1
    return f"{candidates[0]}{number}"
