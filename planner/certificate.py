"""What is stored with a plan so that others can check the claim without the solver."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from planner.api import PlanResult, Result
from planner.methods.answer import Answer, Groups, Node
from planner.methods.relaxation import SCALE, Duals
from planner.model import Model, build_model
from planner.problem import Calibration, Problem, Rules, SectionInput, Weights
from planner.scoring import plan_value

VERSION: Final = 1
LATER: Final = (
    "kind_groups",
    "fewest_small",
)  # rules that problems of earlier certificates do not name
FILE_FORMAT: Final = f"bigsection proof {VERSION}"


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return the problem in the form of the file interface, with nothing left to be derived.

    Overlap (links blended), calibration and rescaled weights are written out, so that reading it
    back gives the same problem; time limit and number of alternatives are no part of it.
    """
    return {
        "sections": [_plain(section) for section in problem.sections],
        "overlap": (problem.overlap + 0.0).tolist(),  # +0.0: some databases keep no −0.0
        "calibration": _plain(problem.calibration),
        "rules": _said(problem.rules),
        "posts_rule": [list(step) for step in problem.posts_rule],
        "weights": _plain(problem.weights),
        "mode": problem.mode,
    }


def _said(rules: Rules) -> dict[str, Any]:
    """Return the rules; those that came later only where they are set, so that old hashes hold."""
    return {k: v for k, v in _plain(rules).items() if v is not None or k not in LATER}


def _plain(record: SectionInput | Calibration | Rules | Weights) -> dict[str, Any]:
    return {field.name: _listed(getattr(record, field.name)) for field in fields(record)}


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def input_hash(value: dict[str, Any]) -> str:
    """Return the SHA-256 of a JSON object, such as the problem, written sorted and compact."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def duals_to_json(duals: Duals) -> dict[str, Any]:
    """Return integer duals as plain numbers, in 1/scale of the objective's unit."""
    return {
        "cover": [int(price) for price in duals.cover],
        "count": int(duals.count),
        "business": int(duals.business),
        "posts": int(duals.posts),
        "cuts": [[list(cut), int(price)] for cut, price in duals.cuts],
    }


def node_to_json(node: Node) -> dict[str, Any]:
    """Return a node of a proof with all that hangs below it."""
    found: dict[str, Any] = {"stages": [duals_to_json(stage) for stage in node.stages]}
    found |= {name: True for name in ("subsets", "alike", "flat") if getattr(node, name)}
    if node.pair is not None and node.together is not None and node.apart is not None:
        found["pair"] = list(node.pair)
        found["together"] = node_to_json(node.together)
        found["apart"] = node_to_json(node.apart)
    return found


def proofs_to_json(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return the proof of every count asked for, by count."""
    return [
        {"count": answer.count, "bound": answer.bound, **node_to_json(answer.proof)}
        for answer in sorted(answers, key=lambda answer: answer.count)
    ]


def make_certificate(
    model: Model,
    groups: Groups | None,
    value: int | None,
    bound: int | None,
    proofs: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return the certificate of a run; `proofs` holds one proof for every count allowed.

    Its objective and bound are values: less `small_price` for every small group, where these are to
    be as few as possible. So it proves both at once, that there are no fewer and the score.
    """
    priced = {"small_price": model.small_price} if model.small_price else {}
    return {
        "version": VERSION,
        "input_hash": input_hash(problem_to_json(model.problem)),
        "scale": SCALE,
        "objective": value,
        "bound": bound,
        **priced,
        "plan": None if groups is None else [[model.ids[i] for i in group] for group in groups],
        "atoms": [[model.ids[i] for i in atom] for atom in model.atoms],
        "proofs": proofs,
    }


def proof_file(
    problem: Problem, result: Result, plan: PlanResult | None = None
) -> dict[str, Any] | None:
    """Return what `manage.py verify_plan` reads, which proves the plan with nothing else at hand.

    The problem with nothing left to derive, the claim (groups, score, objective, bound) and the
    certificate. `plan` may be one of the alternatives: the same proof says how far it is from the
    optimum. None where the result has no plan. `sha256` is taken over all the other keys.
    """
    plan = plan or result.plan
    if plan is None or result.certificate is None or result.bound is None:
        return None
    groups = [list(group.members) for group in plan.groups]
    value = plan_value(build_model(problem), plan)
    content = {
        "format": FILE_FORMAT,
        "problem": problem_to_json(problem),
        "groups": groups,
        "score": plan.score,
        "objective": plan.objective,
        "bound": result.bound,
        "certificate": result.certificate | {"plan": groups, "objective": value},
    }
    return content | {"sha256": input_hash(content)}
