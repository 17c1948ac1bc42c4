"""What a person asks the planner for: numbers, mode, limits and wishes for one department."""

from dataclasses import asdict, dataclass, field
from typing import Any

from departments.kind_groups import mixes_all
from departments.models import RuleSet

Pair = tuple[int, int]
Kinds = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One question. Sections are named by primary key; None lifts a limit.

    ``count`` is the exact number of big sections and wins over the range; ``alternatives`` how
    many different good plans to list besides the best. ``rulings`` are the transfers of duties to
    other departments (primary keys of `DutyRuling`) that become part of every plan. ``separate_kinds``
    is what studies of before ``kind_groups`` asked for.
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
    kind_groups: Kinds | None = None
    fewest_small: int | None = None
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
        kinds = data.get("kind_groups")
        groups = None if kinds is None else tuple(tuple(group) for group in kinds)
        return cls(**data | tuples | lists | {"kind_groups": groups})

    def rules(self) -> dict[str, Any]:
        """The rules object of the file interface (docs/planner.md), with ids as strings.

        Rules that came later stand there only where they are set: hashes of before hold.
        """
        later = {
            "kind_groups": self.kind_groups and [list(group) for group in self.kind_groups],
            "fewest_small": self.fewest_small,
        }
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
            **{name: value for name, value in later.items() if value is not None},
        }


def usual_rules(rules: RuleSet) -> dict[str, Any]:
    """What a region's rule set asks of every plan, under the names of `PlanRequest`."""
    kinds = None
    if not mixes_all(rules.kind_groups):
        kinds = tuple(tuple(group) for group in rules.kind_groups)
    return {
        "max_members": rules.max_members,
        "max_people": rules.max_people,
        "kind_groups": kinds,
        "fewest_small": int(rules.fewest_small) or None,
    }


def _texts(pairs: tuple[Pair, ...]) -> list[list[str]]:
    return [[str(a), str(b)] for a, b in pairs]
