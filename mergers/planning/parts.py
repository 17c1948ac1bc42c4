"""The six parts of a plan's score on the page: formula, weight, and the figures put into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bigsection.web.glossary import TERMS
from departments.models.rule_set import default_weights
from mergers.lazy import planner
from mergers.planning.fact_types import PartFact, PlannedSectionFacts

if TYPE_CHECKING:
    from mergers.planning.rescoring import Scored

PART_LABELS = {part: TERMS[part].name for part in default_weights()}
NEEDED = {"overlap": "职责", "balance": "工作量"}
"""What has to be imported for a part that may lack its data."""


def part_names(parts: Iterable[str]) -> str:
    """What parts are called, in one word or list: 职能相近、负荷均衡."""
    return "、".join(PART_LABELS[part] for part in parts)


def part_facts(
    scored: Scored,
    before: planner.problem.Problem,
    planned_sections: tuple[PlannedSectionFacts, ...],
    missing: Collection[str] = (),
) -> tuple[PartFact, ...]:
    """Every part with the figures behind it; ``before`` is the problem with whole sections. Those
    ``missing`` could not be assessed.
    """
    problem, values, today = scored.split_sections.problem, scored.plan.parts, scored.today_parts
    inputs = _inputs(scored, before, planned_sections)
    return tuple(
        PartFact(
            name=name,
            label=label,
            weight=float(getattr(problem.weights, name)),
            today=None if name in missing else float(today[name]),
            value=None if name in missing else float(values[name]),
            formula=TERMS[name].formula,
            inputs=inputs[name],
        )
        for name, label in PART_LABELS.items()
    )


def _inputs(
    scored: Scored,
    before: planner.problem.Problem,
    planned_sections: tuple[PlannedSectionFacts, ...],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The figures that go into each formula, as pairs of words."""
    whole, units = before.sections, scored.split_sections.problem.sections
    split = len(units) - len(whole)
    n, k = len(units), len(scored.split_sections.groups)
    people = sum(big.people for big in planned_sections)
    moved = sum(big.new_heads for big in planned_sections)
    singles = [sum(s.people <= 1 for s in whole), sum(b.people <= 1 for b in planned_sections)]
    doubles = [sum(s.people == 2 for s in whole), sum(b.people == 2 for b in planned_sections)]
    rated = [big for big in planned_sections if big.load_ratio is not None]
    worst = max(rated, key=lambda big: abs((big.load_ratio or 1) - 1), default=None)
    merges = [big for big in planned_sections if len(big.members) > 1]
    wide = [big for big in planned_sections if big.people > 9 or len(big.members) > 3]
    parts = (("其中划出部分单独计", str(split)),) if split else ()
    return {
        "overlap": (
            ("合并次数（现有 − 整合后）", f"{n} − {k} = {n - k}"),
            *parts,
            *((f"{b.name} 组内平均相近度", f"{b.closeness:.2f}") for b in merges),
        ),
        "balance": (
            ("总人数", f"{people} 人"),
            (
                "偏离最大的大科室",
                f"{worst.name} {worst.load_ratio:.2f} 倍" if worst else "无工作量数据",
            ),
        ),
        "one_person": (
            ("一人科（前 → 后）", f"{singles[0]} → {singles[1]}"),
            ("两人科（前 → 后）", f"{doubles[0]} → {doubles[1]}"),
        ),
        "posts": (
            ("现有领导职数", str(sum(big.posts_before for big in planned_sections))),
            ("按规则核定职数", str(sum(big.posts_by_rule for big in planned_sections))),
            ("现有领导职数 − 大科室数", str(sum(big.posts_before for big in planned_sections) - k)),
        ),
        "continuity": (
            ("更换科室负责人的人数", f"{moved} 人"),
            ("总人数", f"{people} 人"),
        ),
        "span": (("超过 9 人或 3 个科室的大科室", "、".join(big.name for big in wide) or "没有"),),
    }
