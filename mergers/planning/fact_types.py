"""What the plan page says about a plan, as frozen values; facts.py works them out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartFact:
    """One part of the score: values 0 to 100, weight 0 to 1, the figures put into its formula."""

    name: str
    label: str
    weight: float
    today: float
    value: float
    formula: str
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemberFact:
    """One section of today inside a big section."""

    pk: int
    name: str
    kind: str
    lines: tuple[str, ...]
    people: int
    quota: int | None
    load_hours: float | None
    posts: int


@dataclass(frozen=True, slots=True)
class PairFact:
    """How alike two members are: raw similarity S and closeness q, both 0 to 1."""

    a: MemberFact
    b: MemberFact
    similarity: float
    closeness: float


@dataclass(frozen=True, slots=True)
class BigFact:
    """One big section: its members and figures; ``load_ratio`` is 1 at the department's mean.

    ``posts_after`` is what it will have (a kept section keeps its posts), ``posts_by_rule`` what
    the rule set allows for its people, on which the score is reckoned.
    """

    pk: int
    name: str
    members: tuple[MemberFact, ...]
    people: int
    load_hours: float | None
    load_ratio: float | None
    posts_before: int
    posts_after: int
    posts_by_rule: int
    closeness: float
    parts: dict[str, float]
    pairs: tuple[PairFact, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One rule that is set: whether the plan keeps it, and who breaks it."""

    rule: str
    label: str
    passed: bool
    figures: dict[str, float]
    breaches: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One line of the change list."""

    kind: str
    text: str
    sections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan page's figures, in the order of the big sections."""

    score: float
    today_score: float
    parts: tuple[PartFact, ...]
    big_sections: tuple[BigFact, ...]
    rules: tuple[RuleFact, ...]
    changes: tuple[ChangeFact, ...]
    balance_assessed: bool
    one_person_before: int
    one_person_after: int
    p50: float
    p95: float
