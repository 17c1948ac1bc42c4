"""What the plan page says about a plan, as frozen values; facts.py works them out."""

from dataclasses import dataclass

from mergers.domain.arrangement import Arrangement
from mergers.domain.completeness import DutyDestination


@dataclass(frozen=True, slots=True)
class PartFact:
    """One part of the score: values 0 to 100, weight 0 to 1, the figures put into its formula.

    Both values are None where the part could not be assessed.
    """

    name: str
    label: str
    weight: float
    today: float | None
    value: float | None
    formula: str
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemberFact:
    """One section of today inside a big section; ``unit_people`` work in the unit that it is part of
    today, the section itself or the big section in which it works by 合署 or 统筹.
    """

    pk: int
    name: str
    kind: str
    lines: tuple[str, ...]
    people: int
    quota: int | None
    load_hours: float | None
    posts: int
    unit_people: int

    @property
    def lonely(self) -> bool:
        """Whether it is a 一人科 today."""
        return self.unit_people <= 1


@dataclass(frozen=True, slots=True)
class PairFact:
    """How alike two members are: raw similarity S and closeness q, both 0 to 1."""

    a: MemberFact
    b: MemberFact
    similarity: float
    closeness: float


@dataclass(frozen=True, slots=True)
class PeopleMoveFact:
    """People who leave their section for another big section; ``staff`` are names."""

    section: int
    section_name: str
    big_section: int
    big_name: str
    people: int
    staff: tuple[str, ...]

    @property
    def unnamed(self) -> int:
        """How many of them nobody has named: the roster will not follow by itself."""
        return max(self.people - len(self.staff), 0)


@dataclass(frozen=True, slots=True)
class VerdictFact:
    """What becomes of one section of today (``pk``): 保留, 整合, 撤销, or 待安置 on the bench.

    ``targets`` are the big sections to which it and its duties and people go, its own first;
    ``own_reason`` says that a person wrote the reason, not the plan's figures.
    """

    pk: int
    name: str
    verdict: str
    targets: tuple[str, ...]
    reason: str
    own_reason: bool


@dataclass(frozen=True, slots=True)
class PlannedSectionFacts:
    """One big section: its members and figures; ``load_ratio`` is 1 at the department's mean.

    ``posts_after`` is what it will have (a kept section keeps its posts), ``posts_by_rule`` what
    the rule set allows for its people, on which the score is reckoned. ``people`` and ``load_hours``
    count what comes in (``incoming`` duties, ``arriving`` people) and not what members lose;
    ``new_heads`` are people who get another head. ``verdict`` is 保留, 整合 or 新设.
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
    mode: str = "merge"
    mode_label: str = ""
    reason: str = ""
    own_reason: bool = False
    incoming: tuple[DutyDestination, ...] = ()
    arriving: tuple[PeopleMoveFact, ...] = ()
    new_heads: int = 0
    quota_before: int | None = None
    quota_after: int | None = None


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One rule that is set: whether the plan keeps it, and who breaks it.

    ``wanted`` says in words what it asks, where figures do not.
    """

    rule: str
    label: str
    passed: bool
    figures: dict[str, float]
    breaches: tuple[tuple[str, ...], ...]
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class SmallSections:
    """How many big sections of one person (or two) a plan has, what is proven of that, and why."""

    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One line of the change list; ``effects`` are what comes with it, in words."""

    kind: str
    text: str
    sections: tuple[int, ...]
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan page's figures, in the order of the big sections.

    ``unfounded`` are the points that the score of a plan of an older version has for parts that were
    not assessed. ``verdicts`` and ``destinations`` are in the order of the sections of today; ``faults`` say why the
    plan may not be submitted yet.
    """

    score: float
    today_score: float
    parts: tuple[PartFact, ...]
    big_sections: tuple[PlannedSectionFacts, ...]
    rules: tuple[RuleFact, ...]
    changes: tuple[ChangeFact, ...]
    one_person_before: int
    one_person_after: int
    p50: float
    p95: float
    arrangement: Arrangement
    verdicts: tuple[VerdictFact, ...] = ()
    destinations: tuple[DutyDestination, ...] = ()
    people_moves: tuple[PeopleMoveFact, ...] = ()
    faults: tuple[str, ...] = ()
    unfounded: float = 0.0
    small: SmallSections | None = None

    @property
    def unnamed(self) -> int:
        """How many people go along with duties without a name."""
        return sum(move.unnamed for move in self.people_moves)
