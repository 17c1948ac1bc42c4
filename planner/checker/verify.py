"""Checks a stored certificate against its problem, in plain Python that shares nothing with solving.

A fault is one sentence. No fault means: the plan obeys the rules, is worth what it says, and no
plan of any count allowed is worth more than the bound.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from planner.checker.bound import bound_faults
from planner.checker.problem import Question
from planner.checker.reading import key_faults, problem_faults

VERSION = 1  # of the format; every certificate carries it
# what content that is not as it should be may raise somewhere down below
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
KEYS = ("version", "input_hash", "scale", "objective", "bound", "plan", "atoms", "proofs")


def verify(certificate: dict[str, Any], problem_json: dict[str, Any]) -> tuple[str, ...]:
    """Return what is wrong with the certificate; empty when its claim holds.

    `problem_json` is the problem in the form of the file interface, with overlap and calibration
    written out as `certificate.problem_to_json` does.
    """
    try:
        return tuple(_faults(certificate, problem_json))
    except UNREADABLE as error:
        return (f"the certificate cannot be read: {type(error).__name__}: {error}",)


def _faults(certificate: dict[str, Any], problem_json: dict[str, Any]) -> list[str]:
    faults = subject_faults(certificate, problem_json)
    if faults:
        return faults
    question = question_of(certificate, problem_json)
    return plan_faults(question, certificate) + claim_faults(question, certificate)


def question_of(certificate: dict[str, Any], problem_json: dict[str, Any]) -> Question:
    """Return the problem with the price that the certificate puts on small groups."""
    return Question(problem_json, certificate.get("small_price", 0))


def subject_faults(certificate: dict[str, Any], problem_json: dict[str, Any]) -> list[str]:
    """Return why the certificate is not one about this problem."""
    if certificate["version"] != VERSION:
        return [f"version {certificate['version']!r} is unknown; known is version {VERSION}"]
    if certificate["input_hash"] != digest(problem_json):
        return ["the certificate belongs to another problem: the input hash differs"]
    keys = key_faults(certificate, KEYS, "the certificate", ("small_price",))
    faults = [*keys, *problem_faults(problem_json)]
    if faults:
        return faults
    if type(certificate.get("small_price", 0)) is not int:
        return ["the price of small groups is no whole number"]
    question = question_of(certificate, problem_json)
    if faults := question.price_faults():
        return faults
    if certificate["atoms"] != [[question.ids[i] for i in atom] for atom in question.atoms]:
        return ["the joined blocks differ from the must-together rules"]
    return []


def digest(value: dict[str, Any]) -> str:
    """Return the SHA-256 of a JSON object written sorted and compact, in UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_faults(question: Question, certificate: dict[str, Any]) -> list[str]:
    """Return which rules the certificate's plan breaks, and whether it is worth what it says."""
    plan, objective, bound = (certificate[key] for key in ("plan", "objective", "bound"))
    if any(figure is not None and type(figure) is not int for figure in (objective, bound)):
        return ["objective and bound are no whole numbers"]
    if plan is None:
        return [] if objective is None else ["there is an objective but no plan"]
    place = {name: i for i, name in enumerate(question.ids)}
    if sorted(name for group in plan for name in group) != sorted(question.ids):
        return ["the plan does not hold every section exactly once"]
    groups = [tuple(sorted(place[name] for name in group)) for group in plan]
    faults = question.plan_faults(groups)
    value = sum(question.value(group, len(groups)) for group in groups)
    if value != objective:
        faults.append(f"the plan is worth {value}, not {objective}")
    if bound < objective:
        faults.append("the bound is below the objective")
    return faults


def claim_faults(question: Question, certificate: dict[str, Any]) -> list[str]:
    """Check the proof of every count; without a plan, that there cannot be one."""
    proofs = {proof["count"]: proof for proof in certificate["proofs"]}
    faults: list[str] = []
    if not all(question.block_allowed(atom) for atom in question.atoms):
        return faults if certificate["plan"] is None else ["a joined block breaks a rule"]
    for count in question.counts():
        if count > len(question.atoms):
            continue
        proof = proofs.get(count)
        if proof is None:
            faults.append(f"{count} groups: there is no proof")
            continue
        limit = question.lowest(count)  # below this no plan of so many groups can be
        if certificate["bound"] is not None:
            limit = max(limit, certificate["bound"])
        if type(proof["bound"]) is not int or proof["bound"] > limit:
            faults.append(f"{count} groups: the bound proven is above the one claimed")
            continue
        faults += [
            f"{count} groups: {fault}"
            for fault in bound_faults(question, proof, certificate["scale"], limit)
        ]
    return faults
