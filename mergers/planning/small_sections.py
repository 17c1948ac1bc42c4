"""Why a plan still has big sections of one person (or two): each with the rules that stand in the way."""

from __future__ import annotations

from collections.abc import Sequence

from mergers.models import MergePlan
from mergers.planning.fact_types import SmallSections
from mergers.planning.rescoring import Scored
from mergers.planning.solving import conflict_words


def small_sections_of(plan: MergePlan, scored: Scored) -> SmallSections | None:
    """What the planner found to stand in the way; None where there are none, or nobody asked.

    Said of the plan as it is: sections that it has in larger groups meanwhile are not named.
    """
    found = plan.outcome.get("small")
    if not found:
        return None
    names = {section.id: section.name for section in scored.before.sections}
    people = {section.id: section.people for section in scored.before.sections}
    small = [
        group
        for group in scored.split_sections.groups
        if sum(people.get(pk, 0) for pk in group) <= found["people"]
    ]
    left = {pk for group in small for pk in group if pk in names}
    if not left:
        return None
    ones, twos = scored.plan.small
    counted = [f"一人科 {ones} 个"] if ones or found["people"] == 1 else []
    counted += [f"两人科 {twos} 个"] if twos and found["people"] > 1 else []
    fewest = (found["ones"], found["twos"])[: found["people"]]
    if scored.plan.small[: found["people"]] > fewest:
        proof = "多于能做到的最少个数"
    else:
        proof = "已证明不能更少" if found["proven"] else "还没有证明不能更少"
    return SmallSections(
        f"仍有{'、'.join(counted)}，{proof}",
        tuple(
            _reason(one["sections"], one["rules"], left, names)
            for one in found["obstacles"]
            if left.intersection(one["sections"])
        ),
    )


def _reason(
    sections: Sequence[str],
    rules: Sequence[dict[str, object]],
    left: set[str],
    names: dict[str, str],
) -> str:
    who = "、".join(f"“{names[pk]}”" for pk in sections if pk in left)
    if not rules:
        return f"{who}：人数太少，放宽哪条规则都避免不了。"
    words = "、".join(
        conflict_words(str(rule["rule"]), tuple(names.get(pk, pk) for pk in _listed(rule)))
        for rule in rules
    )
    together = "不能都避免" if len(sections) > 1 else "避免不了"
    give = "；放宽其中任意一条才有可能" if len(rules) > 1 else "；放宽它才有可能"
    return f"{who}：受{words}限制，{together}{give}。"


def _listed(rule: dict[str, object]) -> tuple[str, ...]:
    sections = rule["sections"]
    return tuple(map(str, sections)) if isinstance(sections, list | tuple) else ()
