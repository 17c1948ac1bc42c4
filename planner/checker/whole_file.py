"""Checks a whole proof file, claim by claim, in plain Python that shares nothing with solving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from planner.checker.problem import Question
from planner.checker.verify import (
    UNREADABLE,
    VERSION,
    claim_faults,
    digest,
    plan_faults,
    question_of,
    subject_faults,
)

FORMAT = "bigsection proof"
KEYS = ("problem", "groups", "score", "objective", "bound", "certificate", "sha256")
SCORE_DUST = 1e-8  # points: sums of floats in another order


class NoProofFile(ValueError):
    """The content is not a proof file at all; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """One claim that was checked, in words, and what is wrong with it."""

    claim: str
    faults: tuple[str, ...]


def check_file(content: Any) -> Iterator[Check]:
    """Yield every check of a proof file (see `certificate.proof_file`) as it is done.

    The first check that fails ends those that rest on it. Raises NoProofFile when the content is
    no such file.
    """
    name, _, version = str(content.get("format") if isinstance(content, dict) else "").rpartition(
        " "
    )
    if name != FORMAT:
        raise NoProofFile(f'the file is not in the format "{FORMAT} {VERSION}"')
    if version != str(VERSION):
        raise NoProofFile(f"the file has format version {version}; known is version {VERSION}")
    missing = [key for key in KEYS if key not in content]
    if missing:
        raise NoProofFile(f"the file lacks {', '.join(missing)}")
    rest = {key: value for key, value in content.items() if key != "sha256"}
    try:
        same = digest(rest) == content["sha256"]
    except (ValueError, RecursionError) as error:
        raise NoProofFile(f"its content cannot be read: {type(error).__name__}") from None
    unknown = [key for key in content if key not in ("format", *KEYS)]
    yield Check(
        f"the file is as it was written, SHA-256 {content['sha256']}",
        () if same else ("the checksum differs: the file was changed",),
    )
    if unknown:
        yield Check("all that is in the file is read", (f"{unknown[0]!r} is unknown",))
        return
    yield from _proof_checks(content)


def _proof_checks(content: dict[str, Any]) -> Iterator[Check]:
    problem, certificate = content["problem"], content["certificate"]
    about = _checked(
        "the certificate is about the problem in the file",
        lambda: subject_faults(certificate, problem) or _claim_differs(content),
    )
    yield about
    if about.faults:
        return
    question = question_of(certificate, problem)
    count, n = len(content["groups"]), question.n
    rules = ", ".join(_rules_set(question)) or "none set"
    plan = _checked(
        f"{n} sections in {count} groups, every rule kept ({rules}), "
        f"objective {content['objective']}",
        lambda: plan_faults(question, certificate),
    )
    yield plan
    if plan.faults:
        return
    yield _checked(f"score {content['score']}", lambda: _score_faults(question, content))
    counts = len(certificate["proofs"]) if isinstance(certificate.get("proofs"), list) else 0
    best = content["bound"] == content["objective"]
    gap = "so the plan is optimal" if best else f"gap {_gap(content)} points"
    yield _checked(
        f"{_small_words(question, content)}no plan is worth more than {content['bound']}, {gap} "
        f"(proofs for {counts} number{'' if counts == 1 else 's'} of groups)",
        lambda: claim_faults(question, certificate),
    )


def _checked(claim: str, find: Callable[[], list[str]]) -> Check:
    """Return the check; a content that cannot be read as what it should be is a fault."""
    try:
        return Check(claim, tuple(find()))
    except UNREADABLE as error:
        return Check(claim, (f"it cannot be read: {type(error).__name__}: {error}",))


def _claim_differs(content: dict[str, Any]) -> list[str]:
    certificate = content["certificate"]
    if not isinstance(content["groups"], list):
        return ["the groups are no list"]
    proven = {key: certificate[key] for key in ("objective", "bound")}
    question = question_of(certificate, content["problem"])
    if question.price and None not in proven.values():
        proven = _without_price(question, content, proven)
    pairs = [("groups", "plan", certificate["plan"]), *((key, key, proven[key]) for key in proven)]
    return [
        f"{claimed} in the file and {name} in the certificate differ"
        for claimed, name, value in pairs
        if content[claimed] != value or content[claimed] is None
    ]


def _without_price(
    question: Question, content: dict[str, Any], proven: dict[str, int]
) -> dict[str, int]:
    """Return what the certificate's values say of objectives: of plans with as few small groups.

    A bound above the one proven is true as well.
    """
    units = _small_units(question, content)
    limit = max(map(question.highest, question.counts())) - 1  # without what is there for rounding
    if question.fewest_units(proven["bound"]) == units:
        limit = min(limit, proven["bound"] + question.price * units)
    objective = proven["objective"] + question.price * units
    return {"objective": objective, "bound": max(limit, content["bound"])}


def _small_units(question: Question, content: dict[str, Any]) -> int:
    place = {name: i for i, name in enumerate(question.ids)}
    groups = [tuple(sorted(place[name] for name in group)) for group in content["groups"]]
    return sum(question.small_units(question.heads(group)) for group in groups)


def _small_words(question: Question, content: dict[str, Any]) -> str:
    """Return what the proof says of small groups, where these are to be as few as possible."""
    if not question.price:
        return ""
    has = _small_units(question, content)
    least = question.fewest_units(content["certificate"]["bound"])
    if question.rules["fewest_small"] == 1:
        number, fewest = f"{has} of one person", f"{least}"
    else:
        (ones, twos), (few, pairs) = divmod(has, question.n + 1), divmod(least, question.n + 1)
        number, fewest = f"{ones} of one person, {twos} of two", f"{few} and {pairs}"
    found = "no plan has fewer" if least == has else f"none has fewer than {fewest}"
    return f"groups too small: {number}, {found}; of those with as few "


def _score_faults(question: Question, content: dict[str, Any]) -> list[str]:
    place = {name: i for i, name in enumerate(question.ids)}
    groups = [tuple(sorted(place[name] for name in group)) for group in content["groups"]]
    score = question.score(groups)
    if abs(score - content["score"]) <= SCORE_DUST:
        return []
    return [f"the plan scores {score}, not {content['score']}"]


def _rules_set(question: Question) -> Iterator[str]:
    for name, value in question.rules.items():
        if value is True:
            yield name
        elif isinstance(value, list) and value:
            yield f"{name} {len(value)}"
        elif value not in (None, False, []):
            yield f"{name} {value}"


def _gap(content: dict[str, Any]) -> float:
    return (int(content["bound"]) - int(content["objective"])) / 1e6
