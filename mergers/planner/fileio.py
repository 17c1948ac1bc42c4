"""The file interface of planner.md §7: JSON in, checked value by value, and JSON out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np

from mergers.planner.api import PlanResult, Result
from mergers.planner.problem import (
    DEFAULT_POSTS_RULE,
    KINDS,
    MODES,
    PARTS,
    Calibration,
    PostsRule,
    Problem,
    ProblemError,
    Rules,
    SectionInput,
    Weights,
)

LARGEST: Final = 1e9  # above this a figure is a slip of the keyboard, and sums would lose digits
DEFAULT_TIME_LIMIT_S: Final = 60.0
DEFAULT_LINK_WEIGHT: Final = 0.3


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
        raise ProblemError(f"JSON: {_one_line(error)}") from None


def time_limit_from_json(data: Any) -> float | None:
    """Return the time limit in seconds: 60 when absent, None when null."""
    record = _object(data, "problem")
    if "time_limit_s" not in record:
        return DEFAULT_TIME_LIMIT_S
    return _optional_number(record["time_limit_s"], "time_limit_s")


def problem_from_json(data: Any) -> Problem:
    """Return the problem described by a JSON value; raises ProblemError with a one-line reason."""
    record = _object(data, "problem")
    sections = _sections(record.get("sections"))
    known = {s.id for s in sections}
    mode = record.get("mode", "merge")
    if mode not in MODES or not isinstance(mode, str):
        raise ProblemError(f"mode: {_shown(mode)} is none of {', '.join(MODES)}")
    rules = _rules(record.get("rules"), known)
    weights = _weights(record.get("weights")).rescaled(mode)
    posts_rule = _posts_rule(record.get("posts_rule"))
    alternatives = _whole(record.get("alternatives", 0), "alternatives")
    links = _links(record.get("links"), {s.id: i for i, s in enumerate(sections)})
    link_weight = _number(record.get("link_weight", DEFAULT_LINK_WEIGHT), "link_weight")
    if link_weight > 1:
        raise ProblemError("link_weight: must be between 0 and 1")
    calibration = _calibration(record.get("calibration"))
    time_limit_from_json(record)
    overlap = _overlap(record.get("overlap"), sections)
    overlap = _blended(overlap, links, link_weight)
    if calibration is None:
        calibration = _calibrated(overlap)
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
    if result.status == "infeasible":
        found["conflict"] = [
            {"rule": part.rule, "sections": list(part.sections)} for part in result.conflict
        ]
    return found


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


def _one_line(value: object) -> str:
    return " ".join(str(value).split())[:120]


def _shown(value: object) -> str:
    text = _one_line(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= 60 else text[:57] + "..."


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ProblemError(f"{where}: must be an object, not {_shown(value)}")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ProblemError(f"{where}: must be a list, not {_shown(value)}")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ProblemError(f"{where}: must be text, not {_shown(value)}")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(_text(item, f"{where}[{k}]") for k, item in enumerate(_list(value, where)))


def _flag(value: Any, where: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ProblemError(f"{where}: must be true or false, not {_shown(value)}")
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError(f"{where}: must be a number, not {_shown(value)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ProblemError(f"{where}: must be a finite number")
    if value < 0:
        raise ProblemError(f"{where}: must not be negative, is {_shown(value)}")
    if value > LARGEST:
        raise ProblemError(f"{where}: must not be above {LARGEST:.0f}, is {_shown(value)}")
    return value


def _optional_number(value: Any, where: str) -> float | None:
    return None if value is None else _number(value, where)


def _whole(value: Any, where: str) -> int:
    number = _number(value, where)
    if number != int(number):
        raise ProblemError(f"{where}: must be a whole number, is {_shown(value)}")
    return int(number)


def _optional_whole(value: Any, where: str) -> int | None:
    return None if value is None else _whole(value, where)


def _sections(value: Any) -> tuple[SectionInput, ...]:
    rows = _list(value, "sections")
    if not rows:
        raise ProblemError("sections: there are none")
    sections = tuple(_section(row, f"sections[{k}]") for k, row in enumerate(rows))
    seen: set[str] = set()
    for s in sections:
        if s.id in seen:
            raise ProblemError(f"sections: id {_shown(s.id)} appears twice")
        seen.add(s.id)
    return sections


def _section(value: Any, where: str) -> SectionInput:
    row = _object(value, where)
    for key in ("id", "people"):
        if key not in row:
            raise ProblemError(f"{where}: {key} is missing")
    section_id = _text(row["id"], f"{where}.id")
    kind = row.get("kind", "business")
    if kind not in KINDS or not isinstance(kind, str):
        raise ProblemError(f"{where}.kind: {_shown(kind)} is none of {', '.join(KINDS)}")
    return SectionInput(
        id=section_id,
        name=_text(row.get("name", section_id), f"{where}.name"),
        lines=_texts(row.get("lines"), f"{where}.lines"),
        kind=kind,
        people=_number(row["people"], f"{where}.people"),
        load_hours=_optional_number(row.get("load_hours"), f"{where}.load_hours"),
        posts=_whole(row.get("posts", 0), f"{where}.posts"),
        duties=_texts(row.get("duties"), f"{where}.duties"),
    )


def _known(value: Any, where: str, known: Iterable[str]) -> str:
    section_id = _text(value, where)
    if section_id not in known:
        raise ProblemError(f"{where}: unknown section id {_shown(section_id)}")
    return section_id


def _pairs(value: Any, where: str, known: set[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for k, pair in enumerate(_list([] if value is None else value, where)):
        ends = _list(pair, f"{where}[{k}]")
        if len(ends) != 2:
            raise ProblemError(f"{where}[{k}]: must be a pair of section ids")
        a, b = (_known(end, f"{where}[{k}]", known) for end in ends)
        if a == b:
            raise ProblemError(f"{where}[{k}]: pairs {_shown(a)} with itself")
        found.append((a, b))
    return tuple(found)


def _rules(value: Any, known: set[str]) -> Rules:
    row = _object({} if value is None else value, "rules")
    unknown = sorted(set(row) - set(Rules.__dataclass_fields__))
    if unknown:
        raise ProblemError(f"rules: unknown rule {_shown(unknown[0])}")

    def whole(name: str) -> int | None:
        return _optional_whole(row.get(name), f"rules.{name}")

    def number(name: str) -> float | None:
        return _optional_number(row.get(name), f"rules.{name}")

    keep = _list([] if row.get("keep") is None else row["keep"], "rules.keep")
    return Rules(
        count=whole("count"),
        min_count=whole("min_count"),
        max_count=whole("max_count"),
        max_members=whole("max_members") if "max_members" in row else 4,
        max_people=number("max_people"),
        same_line=_flag(row.get("same_line"), "rules.same_line"),
        must_together=_pairs(row.get("must_together"), "rules.must_together", known),
        must_apart=_pairs(row.get("must_apart"), "rules.must_apart", known),
        keep=tuple(_known(item, f"rules.keep[{k}]", known) for k, item in enumerate(keep)),
        min_people=number("min_people"),
        business_share=number("business_share"),
        separate_kinds=_flag(row.get("separate_kinds"), "rules.separate_kinds"),
        max_posts=whole("max_posts"),
        max_load_deviation=number("max_load_deviation"),
    )


def _weights(value: Any) -> Weights:
    if value is None:
        return Weights()
    row = _object(value, "weights")
    unknown = sorted(set(row) - set(PARTS))
    if unknown:
        raise ProblemError(f"weights: unknown part {_shown(unknown[0])}")
    return Weights(*(_number(row.get(part, 0), f"weights.{part}") for part in PARTS))


def _posts_rule(value: Any) -> PostsRule:
    if value is None:
        return DEFAULT_POSTS_RULE
    steps: list[tuple[float | None, int]] = []
    rows = _list(value, "posts_rule")
    if not rows:
        raise ProblemError("posts_rule: there are no steps")
    for k, row in enumerate(rows):
        where = f"posts_rule[{k}]"
        step = _list(row, where)
        if len(step) != 2:
            raise ProblemError(f"{where}: must be [up to so many people, posts]")
        upper = _optional_number(step[0], where)
        if upper is None and k < len(rows) - 1:
            raise ProblemError(f"{where}: only the last step may be without an upper end")
        before = steps[-1][0] if steps else None
        if before is not None and upper is not None and upper <= before:
            raise ProblemError(f"{where}: the upper ends must rise")
        steps.append((upper, _whole(step[1], where)))
    return tuple(steps)


def _links(value: Any, index: Mapping[str, int]) -> list[tuple[int, int, float]]:
    found = []
    for k, row in enumerate(_list([] if value is None else value, "links")):
        where = f"links[{k}]"
        link = _list(row, where)
        if len(link) != 3:
            raise ProblemError(f"{where}: must be [id, id, strength]")
        a, b = (index[_known(end, where, index)] for end in link[:2])
        if a == b:
            raise ProblemError(f"{where}: links {_shown(link[0])} with itself")
        found.append((a, b, float(_number(link[2], where))))
    return found


def _calibration(value: Any) -> Calibration | None:
    if value is None:
        return None
    row = _object(value, "calibration")
    for key in ("p50", "p95"):
        if key not in row:
            raise ProblemError(f"calibration: {key} is missing")
    low = float(_number(row["p50"], "calibration.p50"))
    high = float(_number(row["p95"], "calibration.p95"))
    if high < low:
        raise ProblemError("calibration: p95 must not be below p50")
    return Calibration(low, high)


def _overlap(value: Any, sections: tuple[SectionInput, ...]) -> Any:
    n = len(sections)
    if value is None:
        return _from_text(sections)
    rows = _list(value, "overlap")
    if len(rows) != n:
        raise ProblemError(f"overlap: has {len(rows)} rows for {n} sections")
    matrix = np.zeros((n, n))
    for i, row in enumerate(rows):
        cells = _list(row, f"overlap[{i}]")
        if len(cells) != n:
            raise ProblemError(f"overlap[{i}]: has {len(cells)} numbers for {n} sections")
        matrix[i] = [_number(cell, f"overlap[{i}][{j}]") for j, cell in enumerate(cells)]
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-9):
        i, j = np.argwhere(~np.isclose(matrix, matrix.T, rtol=0, atol=1e-9))[0].tolist()
        raise ProblemError(f"overlap: [{i}][{j}] and [{j}][{i}] differ")
    return matrix


def _from_text(sections: tuple[SectionInput, ...]) -> Any:
    from mergers.planner.clauses import SectionText
    from mergers.planner.overlap import fit, similarity

    corpus = fit([SectionText(s.name, s.duties) for s in sections])
    return np.asarray(similarity(corpus), dtype=np.float64)


def _blended(matrix: Any, links: list[tuple[int, int, float]], weight: float) -> Any:
    from mergers.planner.overlap import blend

    return np.asarray(blend(matrix, links, weight), dtype=np.float64) if links else matrix


def _calibrated(matrix: Any) -> Calibration:
    from mergers.planner.overlap import calibrate

    return Calibration(*calibrate(matrix))


def solve_text(text: str) -> dict[str, Any]:
    """Return the answer to the problem in a JSON text; raises ProblemError when it is wrong."""
    from mergers.planner.api import Stop
    from mergers.planner.solver import solve

    data = parse_json(text)
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(time_limit_from_json(data)))
    return result_to_json(problem, result)
