"""Which pairs of sections each rule on pairs allows, rule by rule, so that one can be named."""

from __future__ import annotations

import numpy as np

from planner.model import Bools, Model


def pair_rules(model: Model) -> dict[str, Bools]:
    """Return, per rule on pairs that is set, which pairs it allows (must-together aside)."""
    rules, n = model.rules, model.n
    sections = {section.id: section for section in model.problem.sections}
    listed = [sections[section_id] for section_id in model.ids]
    found: dict[str, Bools] = {}
    if rules.same_line:
        names = sorted({line for s in listed for line in s.lines})
        on = np.array([[line in s.lines for line in names] for s in listed], dtype=np.int64)
        on = on.reshape(n, len(names))
        loose = on.sum(axis=1) == 0
        found["same_line"] = (on @ on.T > 0) | loose[:, None] | loose[None, :]
    if rules.separate_kinds:
        kinds = np.array([s.kind for s in listed])
        found["separate_kinds"] = kinds[:, None] == kinds[None, :]
    for allowed in found.values():
        for atom in model.atoms:  # an explicit wish overrides lines and kinds
            allowed[np.ix_(atom, atom)] = True
    if rules.must_apart:
        found["must_apart"] = np.ones((n, n), dtype=bool)
        for a, b in rules.must_apart:
            i, j = model.index[a], model.index[b]
            found["must_apart"][i, j] = found["must_apart"][j, i] = False
    if rules.keep:
        kept = model.kept
        found["keep"] = ~(kept[:, None] | kept[None, :]) | np.eye(n, dtype=bool)
    return found
