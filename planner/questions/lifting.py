"""A problem with a rule lifted, so that every plan possible before stays possible, at its score."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from planner.conflict import SINGLE
from planner.model import Bools, Model, build_model
from planner.problem import Rules

ON_THE_WHOLE: Final = ("count", "min_count", "max_count", "business_share", "max_posts")
Entry = tuple[str, ...]  # the sections of one entry of a rule that lists some; empty: all of it


@dataclass(frozen=True, eq=False)
class FixedScale(Model):
    """A model whose span formula keeps its limit though the rule on people has changed."""

    span_scale: float = 15.0

    @cached_property
    def span_limit(self) -> float:
        """Return Q of the span formula."""
        return self.span_scale


def rules_set(model: Model) -> tuple[tuple[str, Entry], ...]:
    """Return every rule that is set and in force, entry by entry where a rule lists some.

    A rule with several entries stands once more with no sections: all its entries together.
    """
    rules = model.rules
    found: list[tuple[str, Entry]] = []
    for name in SINGLE:
        value = getattr(rules, name)
        if value is None or value is False:
            continue
        if name in ("min_count", "max_count") and rules.count is not None:
            continue
        if name == "max_posts" and model.posts_limit is None:
            continue
        found.append((name, ()))
    entries: dict[str, list[Entry]] = {
        "must_together": [tuple(pair) for pair in rules.must_together],
        "must_apart": [tuple(pair) for pair in rules.must_apart],
        "keep": [(kept,) for kept in rules.keep],
    }
    for name, listed in entries.items():
        if len(listed) > 1:
            found.append((name, ()))
        found.extend((name, entry) for entry in listed)
    return tuple(found)


def rules_without(rules: Rules, rule: str, entry: Entry = ()) -> Rules:
    """Return the rules with one rule, or one entry of it, lifted."""
    if rule not in ("must_together", "must_apart", "keep"):
        off: Any = False if rule in ("same_line", "separate_kinds") else None
        return replace(rules, **{rule: off})
    if not entry:
        nothing: Any = ()
        return replace(rules, **{rule: nothing})
    if rule == "keep":
        return replace(rules, keep=tuple(kept for kept in rules.keep if (kept,) != entry))
    left: Any = tuple(pair for pair in getattr(rules, rule) if tuple(pair) != entry)
    return replace(rules, **{rule: left})


def relaxed(model: Model, rules: Rules) -> Model:
    """Return the model under weaker rules; what was allowed and how it scored stays so.

    Blocks no longer forced together may still be together, sections no longer kept alone may
    still be alone, whatever the other rules say; the span formula keeps its limit.
    """
    new = build_model(replace(model.problem, rules=rules))
    joined = np.zeros((model.n, model.n), dtype=bool)
    for atom in model.atoms:
        joined[np.ix_(atom, atom)] = True
    ok: Bools = new.ok | (joined & model.ok)
    changed = {
        "ok": ok,
        "atom_ok": _between_atoms(ok, new.atoms),
        "kept": model.kept | new.kept,
    }
    given = {field.name: getattr(new, field.name) for field in fields(Model)} | changed
    return FixedScale(**given, span_scale=model.span_limit)


def _between_atoms(ok: Bools, atoms: tuple[tuple[int, ...], ...]) -> Bools:
    """Return which atoms may meet: all their sections must."""
    member = np.zeros((len(atoms), len(ok)), dtype=np.int64)
    for number, atom in enumerate(atoms):
        member[number, list(atom)] = 1
    return np.asarray(member @ (~ok).astype(np.int64) @ member.T == 0)
