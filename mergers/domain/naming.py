"""Names for new big sections, as offices form them (docs/glossary.md)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import takewhile

from bigsection.errors import Invalid

LONGEST = 120
"""So many characters the database keeps of a name."""
JOINED, EACH = 6, 3
"""So many characters two stems may have when they are joined, and what only one of them has: 行政 and
政法 become 行政政法.
"""
ENDINGS = ("办公室", "中心", "科", "室", "股", "处", "办", "队", "组", "站", "所")
WIDE = (
    "管理", "工作", "综合", "业务", "服务", "事务", "监督", "指导", "协调", "保障", "发展", "建设",
    "国有", "社会", "公共", "基层", "机关", "全市", "全县", "市直", "重点", "专项", "一般",
)  # fmt: skip
"""Words that say too little to be the whole name of a section."""
ORDINAL = re.compile("[一二三四五六七八九十0-9]+$")

Member = tuple[str, int]

OWN_BRACKET = re.compile("^([^（]+)（([^）]+)）(.*)$")
MODE_TITLES = {"merge": "合并", "co-locate": "合署", "group": "统筹"}


def plan_title(mode: str, before: int, after: int, label: str, *, edited: bool = False) -> str:
    """What a plan is called: how it merges, sections before and after, what it is best at, and
    whether people have changed it since: 合并 18→10（最省，已调整）. A label's own bracket (另一种组合（3个大科室
    不同）之2) becomes a note of its own, for brackets within brackets read badly.
    """
    label = OWN_BRACKET.sub(r"\1\3，\2", label)
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


def stem_and_ending(name: str) -> tuple[str, str]:
    """The name in two: what it is about, and the word for its sort of unit, without what brackets
    add: 干部调配科 is 干部调配 and 科. There is no stem where a name says no more (办公室).
    """
    bare = name.split("（")[0].split("(")[0] if name[-1:] in ")）" else name
    if bare in ENDINGS:
        return "", bare
    for ending in ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare[: -len(ending)], ending
    return bare, ""


def propose_names(groups: Sequence[Sequence[Member]], *, department: str = "") -> list[str]:
    """One name per group of a department's sections, all different; a group of one keeps its name."""
    everyone = {name for group in groups for name, _ in group}
    names: list[str] = []
    for group in groups:
        others = everyone - {name for name, _ in group}
        names.append(propose_name(group, others | set(names), department=department))
    return names


def propose_name(
    group: Sequence[Member], others: Collection[str] = (), *, department: str = ""
) -> str:
    """What an office would call these sections together.

    A common stem stays (能源产业发展科 and 能源经济运行科 become 能源科), where it tells them from the
    ``others`` and from the whole department; two different stems are joined (行政政法科); else, and
    where that name is taken, it is the name of the leading section: the largest, the first of equals.
    """
    leading = max(group, key=lambda member: member[1])[0]
    stems, endings = zip(*(stem_and_ending(name) for name, _ in group), strict=True)
    if len(group) == 1 or not all(stems):
        return leading
    elsewhere = [stem_and_ending(name)[0] for name in others] + [department]
    ending = max(endings, key=lambda one: (endings.count(one), one == "科"))
    for stem in (_common(stems, elsewhere), _joined(stems)):
        if stem and f"{stem}{ending}" not in others:
            return f"{stem}{ending}"
    return leading


def _common(stems: Sequence[str], elsewhere: Collection[str]) -> str:
    """The longest stem that most of them have: at the start of each, or as the whole of one; empty
    for a word that is too wide or that others have, too.
    """
    found = Counter(stem[:length] for stem in stems for length in range(2, len(stem) + 1))
    for stem in stems:
        found[stem] = sum(stem in other for other in stems) if len(stem) > 1 else 0
    fit = [
        stem
        for stem, number in found.items()
        if number > max(1, len(stems) / 2)
        and stem not in WIDE
        and not ORDINAL.search(stem)
        and not any(stem in other for other in elsewhere)
    ]
    return max(fit, key=lambda stem: (found[stem], len(stem)), default="")


def _joined(stems: Sequence[str]) -> str:
    """Two stems in one, what they share only once: 预算管理 and 资产管理 become 预算资产管理; empty
    where there are more, where one is only numbered (干部一) or part of the other, or where it would
    be too long.
    """
    if len(stems) != 2 or any(ORDINAL.search(stem) for stem in stems):
        return ""
    start = _shared(*stems)
    one, other = (stem[len(start) :] for stem in stems)
    end = _shared(one[::-1], other[::-1])[::-1]
    one, other = one.removesuffix(end), other.removesuffix(end)
    whole = f"{start}{one}{other}{end}"
    fits = all(0 < len(own) <= EACH for own in (one, other)) and len(whole) <= JOINED
    return whole if fits else ""


def _shared(one: str, other: str) -> str:
    """The word with which both begin; a single character is none."""
    start = "".join(
        a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    return start if len(start) > 1 else ""
