"""The shape in which answers to questions about a plan are kept as JSON: what each holds.

Sections are named by their id in the plan's problem, as texts. Scores and losses are in points;
``objective`` is the planner's whole number (10⁻⁶ points). ``shape`` names a plan by its groups.
"""

from typing import TypedDict

Ids = list[str]
Parts = dict[str, float]


class ScoredPlan(TypedDict):
    """One plan of the problem with its score and the six parts (0 to 100)."""

    shape: str
    count: int
    score: float
    objective: int
    parts: Parts
    groups: list[Ids]


class Change(TypedDict):
    """From one plan to another: points won (negative: lost) and which merges differ."""

    score: float
    parts: Parts
    weighted: Parts
    undone: list[Ids]
    new: list[Ids]


class CurvePoint(TypedDict):
    """One number of big sections; ``gap`` is what a better plan could gain at most."""

    count: int
    status: str
    gap: float | None
    plan: ScoredPlan | None


class CurveAnswer(TypedDict):
    """The best plan for every number of big sections."""

    points: list[CurvePoint]
    best: int | None
    best_proven: bool


class Alternative(TypedDict):
    """A plan named for what it is best at, and what it loses to the best one."""

    label: str
    loss: float
    plan: ScoredPlan


class AlternativesAnswer(TypedDict):
    """The best plan and others that differ from it; ``gap`` belongs to the best one."""

    best: ScoredPlan | None
    gap: float | None
    plans: list[Alternative]


class FrontPoint(TypedDict):
    """A plan that no other beats in overlap, balance and continuity at once."""

    proven: bool
    plan: ScoredPlan


class ParetoAnswer(TypedDict):
    """The front for one number of big sections, by overlap, highest first."""

    count: int
    points: list[FrontPoint]


class RuleNamed(TypedDict):
    """A rule, with the sections that it concerns here."""

    rule: str
    sections: Ids


class WhyNotAnswer(TypedDict):
    """Why two sections are not together; the status is one of planner/questions/whynot.py."""

    a: str
    b: str
    status: str
    rules: list[RuleNamed]
    plan: ScoredPlan | None
    change: Change | None
    proven: bool
    least_loss: float | None


class Price(TypedDict):
    """A rule, or one entry of it, lifted while all others stay."""

    rule: str
    sections: Ids
    status: str
    price: float | None
    at_most: float | None
    proven: bool
    frees: bool
    plan: ScoredPlan | None
    change: Change | None


class PricesAnswer(TypedDict):
    """The best plan under all rules, and what each of them costs."""

    base: ScoredPlan | None
    base_proven: bool
    prices: list[Price]


class Share(TypedDict):
    """Sections that a share of the runs has together."""

    sections: Ids
    share: float
    label: str


class StabilityAnswer(TypedDict):
    """How the merges of the plan fare when all similarities are a little different."""

    pairs: list[Share]
    groups: list[Share]
    others: list[Share]
    runs: int
    asked: int
    proven: int
    noise: float
    firm: float
    likely: float


class NearPlan(TypedDict):
    """A plan and what it loses to the best one."""

    loss: float
    plan: ScoredPlan


class NearAnswer(TypedDict):
    """All plans within ``margin`` points of the best one, as far as they are listed."""

    best: float | None
    margin: float
    plans: list[NearPlan]
    number: int
    whole: bool
    complete_within: float | None


class Move(TypedDict):
    """One section to another big section; an empty ``target``: to one of its own."""

    section: str
    target: Ids
    delta: float
    parts: Parts
    breaks: list[str]


class MovesAnswer(TypedDict):
    """The single moves that gain most, or lose least."""

    score: float
    number: int
    gaining: int
    moves: list[Move]
