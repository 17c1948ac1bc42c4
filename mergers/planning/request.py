"""What a person asks the planner for: numbers, mode, limits and wishes for one department."""

from dataclasses import asdict, dataclass, field
from typing import Any

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One question. Sections are named by primary key; None lifts a limit.

    ``count`` is the exact number of big sections and wins over the range; ``alternatives`` how
    many different good plans to list besides the best. ``rulings`` are the transfers of duties to
    other departments (primary keys of `DutyRuling`) that become part of every plan.
    """

    count: int | None = None
    min_count: int | None = None
    max_count: int | None = None
    mode: str = "merge"
    alternatives: int = 0
    weights: dict[str, float] | None = None
    must_together: tuple[Pair, ...] = ()
    must_apart: tuple[Pair, ...] = ()
    keep: tuple[int, ...] = ()
    same_line: bool = False
    separate_kinds: bool = False
    max_members: int | None = 4
    max_people: int | None = None
    min_people: int | None = None
    business_share: float | None = None
    max_posts: int | None = None
    max_load_deviation: float | None = None
    time_limit_s: float | None = field(default=None)
    rulings: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for the arguments of a job."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PlanRequest":
        """The request stored by ``to_json``."""
        pairs = ("must_together", "must_apart")
        tuples = {name: tuple((a, b) for a, b in data[name]) for name in pairs}
        lists = {name: tuple(data.get(name, ())) for name in ("keep", "rulings")}
        return cls(**data | tuples | lists)

    def rules(self) -> dict[str, Any]:
        """The rules object of the file interface (docs/planner.md), with ids as strings."""
        return {
            "count": self.count,
            "min_count": self.min_count,
            "max_count": self.max_count,
            "max_members": self.max_members,
            "max_people": self.max_people,
            "same_line": self.same_line,
            "must_together": _texts(self.must_together),
            "must_apart": _texts(self.must_apart),
            "keep": [str(pk) for pk in self.keep],
            "min_people": self.min_people,
            "business_share": self.business_share,
            "separate_kinds": self.separate_kinds,
            "max_posts": self.max_posts,
            "max_load_deviation": self.max_load_deviation,
        }


def _texts(pairs: tuple[Pair, ...]) -> list[list[str]]:
    return [[str(a), str(b)] for a, b in pairs]
