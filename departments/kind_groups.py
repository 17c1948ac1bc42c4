"""Which kinds of sections may mix: every way to group the four kinds, each with its words."""

from typing import Final

from departments.models.section import SectionKind

KindGroups = list[list[str]]

KINDS: Final[tuple[str, ...]] = ("business", "enforcement", "general", "party")
"""In the order in which they are named."""


def usual_kind_groups() -> KindGroups:
    """Business and enforcement each apart; the general office with party affairs (domain.md)."""
    return [["business"], ["enforcement"], ["general", "party"]]


def key_of(groups: KindGroups) -> str:
    """A grouping in one word, whatever its order: ``business|enforcement|general+party``."""
    listed = [[kind for kind in KINDS if kind in group] for group in groups]
    listed += [[kind] for kind in KINDS if not any(kind in group for group in groups)]
    return "|".join(
        "+".join(group) for group in sorted(listed, key=lambda one: KINDS.index(one[0]))
    )


def groups_of(key: str) -> KindGroups:
    """The grouping that ``key_of`` wrote."""
    return [group.split("+") for group in key.split("|")]


def in_words(groups: KindGroups) -> str:
    """A grouping to read: ``业务 | 执法 | 综合+党务``."""
    if mixes_all(groups):
        return "四类都可以混合"
    label = dict(SectionKind.choices)
    return " | ".join(
        "+".join(str(label[kind]) for kind in group) for group in groups_of(key_of(groups))
    )


def mixes_all(groups: KindGroups) -> bool:
    """Whether every kind may be joined with every other, so that there is no rule."""
    return any(set(KINDS) <= set(group) for group in groups)


def _partitions(kinds: tuple[str, ...]) -> list[KindGroups]:
    if not kinds:
        return [[]]
    first, rest = kinds[0], _partitions(kinds[1:])
    apart = [[[first], *groups] for groups in rest]
    joined = [
        [[first, *group], *groups[:k], *groups[k + 1 :]]
        for groups in rest
        for k, group in enumerate(groups)
    ]
    return apart + joined


def choices() -> list[tuple[str, str]]:
    """All fifteen ways as (key, words): the usual one, all apart, all together, then the others."""
    usual, apart = key_of(usual_kind_groups()), key_of([])
    words = {key_of(groups): in_words(groups) for groups in _partitions(KINDS)}
    first = (usual, apart, "+".join(KINDS))
    return [(key, words[key]) for key in (*first, *(key for key in words if key not in first))]
