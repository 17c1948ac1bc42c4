"""The file interface of planner.md §7: JSON in, checked value by value, and JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any, Final

import numpy as np

from planner.api import Conflict, PlanResult, Result, SmallGroups
from planner.jsonvalues import (
    one_line,
    read_flag,
    read_list,
    read_number,
    read_object,
    read_optional_number,
    read_optional_whole,
    read_text,
    read_texts,
    read_whole,
    shown,
)
from planner.problem import (
    DEFAULT_POSTS_RULE,
    KINDS,
    MODES,
    PARTS,
    Calibration,
    KindGroups,
    PostsRule,
    Problem,
    ProblemError,
    Rules,
    SectionInput,
    Weights,
    kinds_meet,
)
from similarity.clauses import SectionText
from similarity.hubs import hub_excess, less_hubs
from similarity.overlap import Floats, blend, calibrate, fit, similarity

DEFAULT_TIME_LIMIT_S: Final = 60.0
DEFAULT_LINK_WEIGHT: Final = 0.3
RULE_READERS: Final[Mapping[str, Callable[[Any, str], Any]]] = {
    **dict.fromkeys(
        ("count", "min_count", "max_count", "max_members", "max_posts"), read_optional_whole
    ),
    **dict.fromkeys(
        ("max_people", "min_people", "business_share", "max_load_deviation"), read_optional_number
    ),
    **dict.fromkeys(("same_line", "separate_kinds"), read_flag),
    "fewest_small": lambda value, where: _fewest_small(value, where),
    "kind_groups": lambda value, where: _kind_groups(value, where),
}


def parse_json(text: str) -> Any:
    """Return the JSON value in `text`; raises ProblemError when it is broken or holds NaN."""

    def refuse(constant: str) -> None:
        raise ProblemError(f"JSON: {constant} is not a number")

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise ProblemError(f"JSON: {error.msg} at {where}") from None
    except RecursionError:
        raise ProblemError("JSON: nested too deeply") from None
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError(f"JSON: {one_line(error)}") from None


def time_limit_from_json(data: Any) -> float | None:
    """Return the time limit in seconds: 60 when absent, None when null."""
    record = read_object(data, "problem")
    if "time_limit_s" not in record:
        return DEFAULT_TIME_LIMIT_S
    return read_optional_number(record["time_limit_s"], "time_limit_s")


def problem_from_json(data: Any) -> Problem:
    """Return the problem described by a JSON value; raises ProblemError with a one-line reason."""
    record = read_object(data, "problem")
    sections = _sections(record.get("sections"))
    known = {s.id for s in sections}
    mode = record.get("mode", "merge")
    if mode not in MODES or not isinstance(mode, str):
        raise ProblemError(f"mode: {shown(mode)} is none of {', '.join(MODES)}")
    rules = _rules(record.get("rules"), known)
    weights = _weights(record.get("weights")).rescaled(mode)
    posts_rule = _posts_rule(record.get("posts_rule"))
    alternatives = read_whole(record.get("alternatives", 0), "alternatives")
    links = _links(record.get("links"), {s.id: i for i, s in enumerate(sections)})
    link_weight = read_number(record.get("link_weight", DEFAULT_LINK_WEIGHT), "link_weight")
    if link_weight > 1:
        raise ProblemError("link_weight: must be between 0 and 1")
    calibration = _calibration(record.get("calibration"))
    time_limit_from_json(record)
    overlap = _overlap(record.get("overlap"), sections)
    if links:
        overlap = blend(overlap, links, link_weight)
    if calibration is None:
        calibration = Calibration(*calibrate(overlap))
    return Problem(sections, overlap, calibration, rules, posts_rule, weights, mode, alternatives)


def result_to_json(problem: Problem, result: Result) -> dict[str, Any]:
    """Return the object that `solve_file` prints; numbers are not rounded."""
    plan = result.plan
    calibration = {"p50": result.calibration.p50, "p95": result.calibration.p95}
    found: dict[str, Any] = {
        "status": result.status,
        "score": None if plan is None else plan.score,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "parts": None if plan is None else dict(plan.parts),
        "big_sections": [] if plan is None else _groups(plan),
        "alternatives": [_alternative(other) for other in result.alternatives],
        "today": {"score": result.today.score, "parts": dict(result.today.parts)},
        "calibration": calibration,
        "balance_assessed": result.balance_assessed,
        "notes": list(result.notes),
        "seconds": result.seconds,
    }
    if result.small is not None:
        found["small"] = _small(result.small)
    if result.status == "infeasible":
        found["conflict"] = _conflict(result.conflict)
    return found


def _small(small: SmallGroups) -> dict[str, Any]:
    return {
        "people": small.people,
        "ones": small.ones,
        "twos": small.twos,
        "proven": small.proven,
        "obstacles": [
            {"sections": list(each.sections), "rules": _conflict(each.rules)}
            for each in small.obstacles
        ],
    }


def _conflict(rules: Iterable[Conflict]) -> list[dict[str, Any]]:
    return [{"rule": part.rule, "sections": list(part.sections)} for part in rules]


def _groups(plan: PlanResult) -> list[dict[str, Any]]:
    return [{"members": list(g.members), "parts": dict(g.parts)} for g in plan.groups]


def _alternative(plan: PlanResult) -> dict[str, Any]:
    return {
        "label": plan.label,
        "score": plan.score,
        "objective": plan.objective,
        "parts": dict(plan.parts),
        "big_sections": _groups(plan),
    }


def _sections(value: Any) -> tuple[SectionInput, ...]:
    rows = read_list(value, "sections")
    if not rows:
        raise ProblemError("sections: there are none")
    sections = tuple(_section(row, f"sections[{k}]") for k, row in enumerate(rows))
    seen: set[str] = set()
    for s in sections:
        if s.id in seen:
            raise ProblemError(f"sections: id {shown(s.id)} appears twice")
        seen.add(s.id)
    return sections


def _section(value: Any, where: str) -> SectionInput:
    row = read_object(value, where)
    for key in ("id", "people"):
        if key not in row:
            raise ProblemError(f"{where}: {key} is missing")
    section_id = read_text(row["id"], f"{where}.id")
    kind = row.get("kind", "business")
    if kind not in KINDS or not isinstance(kind, str):
        raise ProblemError(f"{where}.kind: {shown(kind)} is none of {', '.join(KINDS)}")
    return SectionInput(
        id=section_id,
        name=read_text(row.get("name", section_id), f"{where}.name"),
        lines=read_texts(row.get("lines"), f"{where}.lines"),
        kind=kind,
        people=read_number(row["people"], f"{where}.people"),
        load_hours=read_optional_number(row.get("load_hours"), f"{where}.load_hours"),
        posts=read_whole(row.get("posts", 0), f"{where}.posts"),
        duties=read_texts(row.get("duties"), f"{where}.duties"),
    )


def _known(value: Any, where: str, known: Iterable[str]) -> str:
    section_id = read_text(value, where)
    if section_id not in known:
        raise ProblemError(f"{where}: unknown section id {shown(section_id)}")
    return section_id


def _pairs(value: Any, where: str, known: set[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for k, pair in enumerate(read_list([] if value is None else value, where)):
        ends = read_list(pair, f"{where}[{k}]")
        if len(ends) != 2:
            raise ProblemError(f"{where}[{k}]: must be a pair of section ids")
        a, b = (_known(end, f"{where}[{k}]", known) for end in ends)
        if a == b:
            raise ProblemError(f"{where}[{k}]: pairs {shown(a)} with itself")
        found.append((a, b))
    return tuple(found)


def _rules(value: Any, known: set[str]) -> Rules:
    row = read_object({} if value is None else value, "rules")
    unknown = sorted(set(row) - set(Rules.__dataclass_fields__))
    if unknown:
        raise ProblemError(f"rules: unknown rule {shown(unknown[0])}")

    keep = read_list([] if row.get("keep") is None else row["keep"], "rules.keep")
    values: dict[str, Any] = {
        name: read(row.get(name), f"rules.{name}") for name, read in RULE_READERS.items()
    }
    if "max_members" not in row:
        values["max_members"] = Rules().max_members
    return Rules(
        must_together=_pairs(row.get("must_together"), "rules.must_together", known),
        must_apart=_pairs(row.get("must_apart"), "rules.must_apart", known),
        keep=tuple(_known(item, f"rules.keep[{k}]", known) for k, item in enumerate(keep)),
        **values,
    )


def _fewest_small(value: Any, where: str) -> int | None:
    number = read_optional_whole(value, where)
    if number not in (None, 1, 2):
        raise ProblemError(f"{where}: {shown(value)} is neither 1 nor 2")
    return number


def _kind_groups(value: Any, where: str) -> KindGroups | None:
    """Return lists of kinds that may mix, None for null.

    Whether all members of a group have kinds of one list is asked pair by pair. Lists that overlap so
    that three kinds may meet two by two, but are in no list together, are refused.
    """
    if value is None:
        return None
    groups = tuple(
        read_texts([] if row is None else row, f"{where}[{k}]")
        for k, row in enumerate(read_list(value, where))
    )
    for kind in (kind for group in groups for kind in group):
        if kind not in KINDS:
            raise ProblemError(f"{where}: {shown(kind)} is none of {', '.join(KINDS)}")
    for three in combinations(KINDS, 3):
        meet = all(kinds_meet(groups, a, b) for a, b in combinations(three, 2))
        if meet and not any(set(three) <= set(group) for group in groups):
            raise ProblemError(f"{where}: {', '.join(three)} meet two by two, but not together")
    return groups


def _weights(value: Any) -> Weights:
    if value is None:
        return Weights()
    row = read_object(value, "weights")
    unknown = sorted(set(row) - set(PARTS))
    if unknown:
        raise ProblemError(f"weights: unknown part {shown(unknown[0])}")
    return Weights(*(read_number(row.get(part, 0), f"weights.{part}") for part in PARTS))


def _posts_rule(value: Any) -> PostsRule:
    if value is None:
        return DEFAULT_POSTS_RULE
    steps: list[tuple[float | None, int]] = []
    rows = read_list(value, "posts_rule")
    if not rows:
        raise ProblemError("posts_rule: there are no steps")
    for k, row in enumerate(rows):
        where = f"posts_rule[{k}]"
        step = read_list(row, where)
        if len(step) != 2:
            raise ProblemError(f"{where}: must be [up to so many people, posts]")
        upper = read_optional_number(step[0], where)
        if upper is None and k < len(rows) - 1:
            raise ProblemError(f"{where}: only the last step may be without an upper end")
        before = steps[-1][0] if steps else None
        if before is not None and upper is not None and upper <= before:
            raise ProblemError(f"{where}: the upper ends must rise")
        steps.append((upper, read_whole(step[1], where)))
    return tuple(steps)


def _links(value: Any, index: Mapping[str, int]) -> list[tuple[int, int, float]]:
    found = []
    for k, row in enumerate(read_list([] if value is None else value, "links")):
        where = f"links[{k}]"
        link = read_list(row, where)
        if len(link) != 3:
            raise ProblemError(f"{where}: must be [id, id, strength]")
        a, b = (index[_known(end, where, index)] for end in link[:2])
        if a == b:
            raise ProblemError(f"{where}: links {shown(link[0])} with itself")
        found.append((a, b, float(read_number(link[2], where))))
    return found


def _calibration(value: Any) -> Calibration | None:
    if value is None:
        return None
    row = read_object(value, "calibration")
    for key in ("p50", "p95"):
        if key not in row:
            raise ProblemError(f"calibration: {key} is missing")
    low = float(read_number(row["p50"], "calibration.p50"))
    high = float(read_number(row["p95"], "calibration.p95"))
    if high < low:
        raise ProblemError("calibration: p95 must not be below p50")
    return Calibration(low, high)


def _overlap(value: Any, sections: tuple[SectionInput, ...]) -> Floats:
    n = len(sections)
    if value is None:
        text = similarity(fit([SectionText(s.name, s.duties) for s in sections]))
        return less_hubs(text, hub_excess(text))
    rows = read_list(value, "overlap")
    if len(rows) != n:
        raise ProblemError(f"overlap: has {len(rows)} rows for {n} sections")
    matrix = np.zeros((n, n))
    for i, row in enumerate(rows):
        cells = read_list(row, f"overlap[{i}]")
        if len(cells) != n:
            raise ProblemError(f"overlap[{i}]: has {len(cells)} numbers for {n} sections")
        matrix[i] = [read_number(cell, f"overlap[{i}][{j}]") for j, cell in enumerate(cells)]
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-9):
        i, j = np.argwhere(~np.isclose(matrix, matrix.T, rtol=0, atol=1e-9))[0].tolist()
        raise ProblemError(f"overlap: [{i}][{j}] and [{j}][{i}] differ")
    return matrix


def solve_and_prove(text: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the answer and the proof file of its plan, None where there is no plan.

    Raises ProblemError when the problem is wrong.
    """
    from planner.api import Stop
    from planner.certificate import proof_file
    from planner.solver import solve

    data = parse_json(text)
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(time_limit_from_json(data)))
    return result_to_json(problem, result), proof_file(problem, result)
