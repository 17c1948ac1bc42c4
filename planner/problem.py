"""The question put to the planner: sections, rules, weights and settings, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS: Final = ("business", "general", "party", "enforcement")
MODES: Final = ("merge", "co-locate", "group")
PARTS: Final = ("overlap", "balance", "one_person", "posts", "continuity", "span")

LISTS: Final = ("must_together", "must_apart", "keep")  # rules of which every entry is one

KindGroups = tuple[tuple[str, ...], ...]
Entry = tuple[str, tuple[str, ...]]  # a rule, and the sections of the entry where it lists some
PostsRule = tuple[tuple[float | None, int], ...]
DEFAULT_POSTS_RULE: Final[PostsRule] = ((4, 1), (9, 2), (None, 3))


class ProblemError(ValueError):
    """The question itself is wrong; the message is one line that says where."""


@dataclass(frozen=True, slots=True)
class SectionInput:
    """One existing section: people at work, yearly load in hours (None: no data), posts held."""

    id: str
    name: str = ""
    lines: tuple[str, ...] = ()
    kind: str = "business"
    people: float = 0
    load_hours: float | None = None
    posts: int = 0
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan may not break. Every rule is optional: None, False or empty lifts it.

    `fewest_small` forbids nothing: 1 prefers plans with fewer groups of one person at most to any
    score, 2 of those the ones with fewer groups of two.
    """

    count: int | None = None
    min_count: int | None = None
    max_count: int | None = None
    max_members: int | None = 4
    max_people: float | None = None
    same_line: bool = False
    must_together: tuple[tuple[str, str], ...] = ()
    must_apart: tuple[tuple[str, str], ...] = ()
    keep: tuple[str, ...] = ()
    min_people: float | None = None
    business_share: float | None = None
    separate_kinds: bool = False
    max_posts: int | None = None
    max_load_deviation: float | None = None
    kind_groups: KindGroups | None = None
    fewest_small: int | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Return every rule that is set and in force, entry by entry those that list some."""
        ranged = ("min_count", "max_count") if self.count is not None else ()
        kinds = ("separate_kinds",) if self.kind_groups is not None else ()
        single = [f.name for f in fields(self) if f.name not in (*LISTS, *ranged, *kinds)]
        found = [(name, ()) for name in single if getattr(self, name) != getattr(LIFTED, name)]
        return (*found, *((rule, _named(item)) for rule in LISTS for item in getattr(self, rule)))

    def only(self, entries: Iterable[Entry]) -> Rules:
        """Return the rules with everything lifted but these entries."""
        kept = set(entries)
        single: dict[str, Any] = {rule: getattr(self, rule) for rule, named in kept if not named}
        return replace(LIFTED, **single, **self._listed(lambda entry: entry in kept))

    def without(self, rule: str, sections: tuple[str, ...] = ()) -> Rules:
        """Return the rules with one rule, or the entry of it with these sections, lifted.

        With the groups of kinds goes the rule that they overrule.
        """
        if not sections:
            lifted: dict[str, Any] = {rule: getattr(LIFTED, rule)}
            lifted |= {"separate_kinds": False} if rule == "kind_groups" else {}
            return replace(self, **lifted)
        return replace(self, **self._listed(lambda entry: entry != (rule, sections)))

    def _listed(self, keep: Callable[[Entry], bool]) -> dict[str, Any]:
        return {
            rule: tuple(item for item in getattr(self, rule) if keep((rule, _named(item))))
            for rule in LISTS
        }


def kinds_meet(groups: KindGroups, first: str, second: str) -> bool:
    """Return whether two kinds stand in one list; a kind in no list stands for itself."""
    return first == second or any(first in kinds and second in kinds for kinds in groups)


LIFTED: Final = Rules(max_members=None)


def _named(item: str | tuple[str, str]) -> tuple[str, ...]:
    return (item,) if isinstance(item, str) else tuple(item)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each part of the score; `rescaled` makes them add up to 1."""

    overlap: float = 0.35
    balance: float = 0.25
    one_person: float = 0.15
    posts: float = 0.10
    continuity: float = 0.10
    span: float = 0.05

    def as_tuple(self) -> tuple[float, ...]:
        """Return the six weights in the order of `PARTS`."""
        return tuple(getattr(self, part) for part in PARTS)

    def rescaled(self, mode: str = "merge") -> Weights:
        """Return weights that sum to 1; posts weigh nothing where posts are kept.

        Raises ProblemError when nothing is left to weigh.
        """
        values = [
            0.0 if part == "posts" and mode != "merge" else float(value)
            for part, value in zip(PARTS, self.as_tuple(), strict=True)
        ]
        total = 0.0
        for value in values:
            total += value
        if total <= 0:
            raise ProblemError("weights: at least one weight that counts must be above 0")
        return Weights(*(value / total for value in values))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Raw similarity that counts as 0 (the median pair) and as 1 (the 95th percentile)."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A whole question: `overlap` is the raw n×n similarity after link blending.

    Its rows follow `sections`; `weights` are already rescaled for `mode`.
    """

    sections: tuple[SectionInput, ...]
    overlap: NDArray[np.float64]
    calibration: Calibration
    rules: Rules = field(default_factory=Rules)
    posts_rule: PostsRule = DEFAULT_POSTS_RULE
    weights: Weights = field(default_factory=Weights)
    mode: str = "merge"
    alternatives: int = 0
