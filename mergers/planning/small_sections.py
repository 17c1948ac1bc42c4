"""Why a plan still has big sections of one person (or two): each with the rules that stand in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.kind_groups import in_words
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.fact_types import SmallSections
from mergers.planning.rescoring import Scored
from mergers.planning.solving import RULE_NAMES, conflict_words

LABELS = ("一人科", "两人科")
SHARES = ("business_share", "max_load_deviation")


def small_sections_of(plan: MergePlan, scored: Scored) -> SmallSections | None:
    """What the planner found to stand in the way; None where there are none, or nobody asked.

    Said of the plan as it is. One with as few as possible has those that nothing can help, and of
    those that cannot all be helped at once (the last obstacle) as many, perhaps other ones.
    """
    found = plan.outcome.get("small")
    if not found:
        return None
    people = {unit.id: unit.people for unit in scored.split_sections.problem.sections}
    names = {section.id: section.name for section in scored.before.sections}
    limit = found["people"]
    small = [g for g in scored.split_sections.groups if sum(people[pk] for pk in g) <= limit]
    left = [pk for group in small for pk in group if pk in names]
    if not left:
        return None
    fewest = (found["ones"], found["twos"])[:limit]
    more = scored.plan.small[:limit] > fewest
    reasons = []
    for place, obstacle in enumerate(found["obstacles"], start=1):
        who = [pk for pk in left if pk in obstacle["sections"]]
        if place == len(found["obstacles"]) and not more:
            others = {pk for one in found["obstacles"][:-1] for pk in one["sections"]}
            who = [pk for pk in left if pk not in others]
        if who:
            rules = [_rule_words(rule, scored.before.rules, names) for rule in obstacle["rules"]]
            reasons.append(_reason([names[pk] for pk in who], rules))
    return SmallSections(_title(found, scored.plan.small, more=more), tuple(reasons))


def _title(found: dict[str, Any], small: tuple[int, int], *, more: bool) -> str:
    counted = [
        f"{label} {number} 个" for label, number in zip(LABELS, small, strict=True) if number
    ]
    proof = "已证明不能更少" if found["proven"] else "还没有证明不能更少"
    proof = "多于能做到的最少个数" if more else proof
    return f"仍有{'、'.join(counted[: found['people']])}，{proof}"


def _reason(names: Sequence[str], rules: Sequence[str]) -> str:
    who = "、".join(f"“{name}”" for name in names)
    if not rules:
        return f"{who}：人数太少，放宽哪条规则都避免不了。"
    together = "不能都避免" if len(names) > 1 else "避免不了"
    give = "放宽其中任意一条才有可能" if len(rules) > 1 else "放宽它才有可能"
    return f"{who}：受{'、'.join(rules)}限制，{together}；{give}。"


def _rule_words(rule: dict[str, Any], rules: planner.problem.Rules, names: dict[str, str]) -> str:
    """A rule that stands in the way: with its sections where it lists some, else with what it asks."""
    name, value = rule["rule"], getattr(rules, rule["rule"])
    if name == "kind_groups":
        return f"“{RULE_NAMES[name]}：{in_words([list(kinds) for kinds in value])}”"
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = f"{100 * value:g} %" if name in SHARES else f"{value:g}"
        return f"“{RULE_NAMES[name]} {shown}”"
    return conflict_words(name, tuple(names.get(pk, pk) for pk in rule["sections"]))
