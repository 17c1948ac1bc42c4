"""Reading header paths of figures: 核定编制/行政 → quota of a type, 职数/正科/核定 → chief posts."""

from __future__ import annotations

import re
from functools import lru_cache

from departments.workbook import synonyms as words

_BRACKET = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")


def _has(text: str, group: tuple[str, ...]) -> bool:
    return any(word in text for word in group)


def quota_type_in(label: str) -> str | None:
    """Return the quota type named in a header label, in its short form."""
    for word in words.TYPE_WORDS:
        if word in label:
            return word.removesuffix("编制")
    return None


def _without_types(label: str) -> str:
    """Drop 行政编制, 事业人员…: they name a type, not a measure."""
    for word in words.TYPE_WORDS:
        label = re.sub(re.escape(word) + r"(?:编制数?|编|人员|人数)?", "", label)
    return label


def _measures(label: str) -> set[str]:
    """Return the measures a label names; a heading over several columns may name several."""
    if _has(label, words.VACANT_WORDS):
        return {"vacancy"}
    if _has(label, words.OVER_WORDS):
        return {"over"}
    quota = _has(label.replace("在编", "").replace("占编", ""), words.QUOTA_WORDS)
    if _has(label, words.POST_WORDS):
        return {"posts", "quota"} if quota and "职数" in label else {"posts"}
    if label in ("人数", "数量", "数") or not (quota or _has(label, words.HEADCOUNT_WORDS)):
        return set()
    if not quota:
        return {"headcount"}
    if _has(label, ("核定", "应有", "应配")) or not _has(label, words.FILLED_WORDS + words.AT_WORK):
        return {"quota", "headcount"} if _has(label, words.FILLED_WORDS) else {"quota"}
    return {"quota", "headcount"} if re.search("[及和与、]|情况|信息", label) else {"headcount"}


def _state(path: tuple[str, ...]) -> str:
    """Return approved or filled; the lowest level that says either decides."""
    for label in reversed(path):
        if _has(label, words.FILLED_WORDS):
            return "filled"
        if _has(label, ("核定", "职数", "应配")):
            return "approved"
    return "approved"


def _post_field(path: tuple[str, ...]) -> str:
    """Return the field of a posts column: whose posts, and whether approved, filled or vacant."""
    joined = "/".join(path)
    whole = path[-1]
    state = "vacant" if _has(joined, words.VACANT_WORDS) else _state(path)
    leaders = _has(joined, words.LEADER_WORDS) and not _has(joined, ("中层", "科级", "股级"))
    rank = None
    for label in reversed(path):
        if "正副" in label:
            break
        if _has(label, words.DEPUTY_WORDS):
            rank = "deputy"
        elif _has(label.replace("科级职数", "").replace("领导职务", ""), words.CHIEF_WORDS):
            rank = "chief"
        if rank:
            break
    if leaders:
        return f"leader_posts_{state}"
    if rank is None or "非领导" in whole:
        return f"posts_{state}"
    return f"{rank}_posts" if state == "approved" else f"{rank}_posts_{state}"


def _plain(label: str) -> str:
    """Drop stars and brackets, but keep a bracket that says which: 领导职数（正）."""
    kept = (*words.CHIEF_WORDS, *words.DEPUTY_WORDS, *words.TYPE_WORDS, "核定", "实有", "实配")

    def inside(found: re.Match[str]) -> str:
        text = found[0][1:-1]
        return text if text in kept and not label.startswith(found[0]) else ""

    return (_BRACKET.sub(inside, label) or label).strip("*＊:：.、,，。")


def _quota_type(labels: tuple[str, ...]) -> str | None:
    """Return the type a path names; 一般 and 其他 only make sense with the group above them."""
    named = [found for label in labels if (found := quota_type_in(label))]
    if len(named) > 1 and named[-1] in ("一般", "其他", "专项") and named[-2] != named[-1]:
        return named[-2] + named[-1]
    return named[-1] if named else None


@lru_cache(maxsize=4096)
def figure_field(path: tuple[str, ...]) -> str | None:
    """Return the field of a column of figures from its header levels, or None.

    Results: quota, quota:TYPE, headcount, headcount:TYPE, vacancy, over, chief_posts,
    deputy_posts, …_filled, …_vacant, leader_posts_…, posts_…
    """
    labels = tuple(_plain(label) for label in path)
    quota_type = _quota_type(labels)
    stripped = tuple(_without_types(label) for label in labels)
    per_level = [_measures(label) for label in stripped]
    single = [measures for measures in per_level if len(measures) == 1]
    if not single and labels[-1] == "人数" and not quota_type:
        return "headcount"
    if not single and not (quota_type and any("编制" in label for label in labels)):
        return None
    if any("非领导" in label or "职级" in label for label in labels):
        return None
    measure = "quota"
    if {"posts"} in single:
        measure = "posts"
    elif single:
        measure = next(iter(single[-1]))
    if measure == "posts":
        return _post_field(labels)
    if measure in ("vacancy", "over"):
        return measure
    if any(_has(label, words.OFF_QUOTA_WORDS) for label in labels):
        return "off_quota"
    if quota_type:
        subtotal = len(labels) > 1 and _is_total(labels[-1])
        return f"{measure}:{quota_type}" + (":小计" if subtotal else "")
    return measure


def _is_total(label: str) -> bool:
    return label in words.TOTAL_WORDS


def is_figure(field: str | None) -> bool:
    """Tell whether a field holds whole numbers that are checked."""
    if not field:
        return False
    return (
        field.partition(":")[0] in ("quota", "headcount", "vacancy", "over", "off_quota")
        or "posts" in field
        or field in ("department_quota", "section_count")
    )


def sub_label(label: str) -> bool:
    """Tell a label that only makes sense under a group heading: 小计, 行政, 正, 核定, 2024年."""
    base = _BRACKET.sub("", label)
    known = (
        words.TOTAL_WORDS
        + words.CHIEF_WORDS
        + words.DEPUTY_WORDS
        + words.FILLED_WORDS
        + words.VACANT_WORDS
        + ("核定", "核定数", "应配", "主", "次", "名称", "实有数", "现有数", "人数")
    )
    if base in known or re.fullmatch(r"(?:20\d\d年?|第[一二三]年|前[一二三]年).{0,4}", base):
        return True
    return bool(quota_type_in(base)) and len(base) <= 8
