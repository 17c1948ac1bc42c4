"""Whether a problem in a certificate file is one the verifier reads to the last value.

Whatever the checker does not know could be a rule or a weight it leaves out, so that it would
confirm the answer to another question. Nothing unknown, missing or of another kind is let through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from planner.checker.problem import LATER, PARTS

LARGEST = 1e9  # figures above this are refused when a problem is read, so none was ever solved
EVEN = 1e-9  # by so much the similarity may differ between [i][j] and [j][i]
PROBLEM = ("sections", "overlap", "calibration", "rules", "posts_rule", "weights", "mode")
SECTION = ("id", "name", "lines", "kind", "people", "load_hours", "posts", "duties")
KINDS = ("business", "general", "party", "enforcement")
MODES = ("merge", "co-locate", "group")
WHOLE = ("count", "min_count", "max_count", "max_members", "max_posts")
NUMBERS = ("max_people", "min_people", "business_share", "max_load_deviation")
FLAGS = ("same_line", "separate_kinds")
PAIRS = ("must_together", "must_apart")
RULES = (*WHOLE, *NUMBERS, *FLAGS, *PAIRS, "keep")


def problem_faults(data: Any) -> list[str]:
    """Return the first reason, in one line, why the problem is not fully read; else nothing.

    Expected is the form that is written with a certificate: every key, nothing to be derived.
    """
    return [f"problem: {fault}" for fault in _first(_faults(data))]


def key_faults(
    value: Any, known: Sequence[str], where: str, optional: Sequence[str] = ()
) -> Iterator[str]:
    """Yield what keys an object lacks or has too many, in words."""
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    for key in value:
        if key not in (*known, *optional):
            yield f"{where} has {_shown(key)}, which is unknown"
    for key in known:
        if key not in value:
            yield f"{where} lacks {key}"


def _first(faults: Iterator[str]) -> list[str]:
    found = next(faults, None)  # the later checks rest on the earlier ones
    return [] if found is None else [found]


def _shown(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _faults(data: Any) -> Iterator[str]:
    yield from key_faults(data, PROBLEM, "it")
    yield from _section_faults(data["sections"])
    ids = [section["id"] for section in data["sections"]]
    yield from _overlap_faults(data["overlap"], len(ids))
    yield from _calibration_faults(data["calibration"])
    yield from _rule_faults(data["rules"], set(ids))
    yield from _step_faults(data["posts_rule"])
    if data["mode"] not in MODES:
        yield f"mode {_shown(data['mode'])} is unknown"
    yield from _weight_faults(data["weights"], data["mode"])


def _is_number(value: Any) -> bool:
    """Return whether a value is a finite number from 0 on; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= LARGEST  # so neither NaN nor infinite


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and _is_number(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _section_faults(sections: Any) -> Iterator[str]:
    if not isinstance(sections, list) or not sections:
        yield "it has no sections"
    for k, section in enumerate(sections):
        where = f"sections[{k}]"
        yield from key_faults(section, SECTION, where)
        if not isinstance(section["id"], str) or not isinstance(section["name"], str):
            yield f"{where}: id and name have to be text"
        if not _is_texts(section["lines"]) or not _is_texts(section["duties"]):
            yield f"{where}: lines and duties have to be lists of text"
        if section["kind"] not in KINDS:
            yield f"{where}: kind {_shown(section['kind'])} is unknown"
        if not _is_number(section["people"]):
            yield f"{where}: {_shown(section['people'])} is no number of people"
        if section["load_hours"] is not None and not _is_number(section["load_hours"]):
            yield f"{where}: {_shown(section['load_hours'])} is no number of hours"
        if not _is_whole(section["posts"]):
            yield f"{where}: {_shown(section['posts'])} is no number of posts"
    if len({section["id"] for section in sections}) < len(sections):
        yield "two sections have the same id"


def _overlap_faults(rows: Any, n: int) -> Iterator[str]:
    if not isinstance(rows, list) or len(rows) != n:
        yield f"overlap has to be {n} rows"
    for i, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != n:
            yield f"overlap[{i}] has to be {n} numbers"
        for j, cell in enumerate(row):
            if not _is_number(cell):
                yield f"overlap[{i}][{j}]: {_shown(cell)} is no similarity"
    for i, row in enumerate(rows):
        for j in range(i):
            if abs(row[j] - rows[j][i]) > EVEN:
                yield f"overlap[{i}][{j}] and [{j}][{i}] differ"


def _calibration_faults(calibration: Any) -> Iterator[str]:
    yield from key_faults(calibration, ("p50", "p95"), "calibration")
    if not all(map(_is_number, calibration.values())):
        yield "calibration: p50 and p95 have to be numbers from 0 on"
    if calibration["p95"] < calibration["p50"]:
        yield "calibration: p95 is below p50"


def _rule_faults(rules: Any, known: set[str]) -> Iterator[str]:
    yield from key_faults(rules, RULES, "rules", LATER)
    for name in WHOLE:
        if rules[name] is not None and not _is_whole(rules[name]):
            yield f"rules.{name}: {_shown(rules[name])} is no whole number from 0 on"
    for name in NUMBERS:
        if rules[name] is not None and not _is_number(rules[name]):
            yield f"rules.{name}: {_shown(rules[name])} is no number from 0 on"
    for name in FLAGS:
        if not isinstance(rules[name], bool):
            yield f"rules.{name}: {_shown(rules[name])} is neither true nor false"
    for name in PAIRS:
        yield from _pair_faults(rules[name], f"rules.{name}", known)
    yield from _later_faults(rules.get("kind_groups"), rules.get("fewest_small"))
    if not _is_texts(rules["keep"]) or not known.issuperset(rules["keep"]):
        yield "rules.keep has to be a list of section ids"


def _later_faults(lists: Any, small: Any) -> Iterator[str]:
    if small not in (None, 1, 2) or small is True:
        yield f"rules.fewest_small: {_shown(small)} is neither 1 nor 2"
    if lists is not None:
        yield from _kind_list_faults(lists)


def _kind_list_faults(lists: Any) -> Iterator[str]:
    if not isinstance(lists, list) or not all(_is_texts(kinds) for kinds in lists):
        yield "rules.kind_groups has to be a list of lists of kinds"
    for kind in (kind for kinds in lists for kind in kinds if kind not in KINDS):
        yield f"rules.kind_groups: kind {_shown(kind)} is unknown"
    for three in combinations(KINDS, 3):  # whether kinds may meet is asked two by two
        pairs = [set(pair) for pair in combinations(three, 2)]
        meet = all(any(pair <= set(kinds) for kinds in lists) for pair in pairs)
        if meet and not any(set(three) <= set(kinds) for kinds in lists):
            yield "rules.kind_groups: three kinds meet two by two, but not together"


def _pair_faults(pairs: Any, where: str, known: set[str]) -> Iterator[str]:
    if not isinstance(pairs, list):
        yield f"{where} has to be a list of pairs"
    for pair in pairs:
        if not _is_texts(pair) or len(pair) != 2 or pair[0] == pair[1]:
            yield f"{where}: {_shown(pair)} is no pair of two sections"
        if not known.issuperset(pair):
            yield f"{where}: {_shown(pair)} names an unknown section"


def _step_faults(steps: Any) -> Iterator[str]:
    if not isinstance(steps, list) or not steps:
        yield "posts_rule has no steps"
    before = -1.0
    for k, step in enumerate(steps):
        where = f"posts_rule[{k}]"
        if not isinstance(step, list) or len(step) != 2 or not _is_whole(step[1]):
            yield f"{where}: {_shown(step)} is not [up to so many people, posts]"
        upper = step[0]
        if upper is None and k == len(steps) - 1:
            continue
        if not _is_number(upper):
            yield f"{where}: {_shown(upper)} is no number of people"
        if upper <= before:
            yield f"{where}: the upper ends do not rise"
        before = upper


def _weight_faults(weights: Any, mode: str) -> Iterator[str]:
    yield from key_faults(weights, PARTS, "weights")
    if not all(map(_is_number, weights.values())):
        yield "weights have to be numbers from 0 on"
    if not any(weights[part] > 0 for part in PARTS if part != "posts" or mode == "merge"):
        yield "weights: nothing is weighed"
