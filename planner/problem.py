"""The question put to the planner: sections, rules, weights and settings, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS: Final = ("business", "general", "party", "enforcement")
MODES: Final = ("merge", "co-locate", "group")
PARTS: Final = ("overlap", "balance", "one_person", "posts", "continuity", "span")

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
    """What a plan may not break. Every rule is optional: None, False or empty lifts it."""

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
