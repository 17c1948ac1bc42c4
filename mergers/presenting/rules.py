"""The rules of a plan in words: what was asked, what the plan has, and where the rule comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from departments.kind_groups import in_words

if TYPE_CHECKING:
    from departments.models import RuleSet
    from mergers.planning.fact_types import RuleFact

Figures = Mapping[str, float]
ASKED = "拟定方案时提出的条件"
NAMED = 2
"""So many breaches of a rule are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class RuleOnScreen:
    """One rule: its name, the limit and the plan's own figure in words, and its source."""

    label: str
    passed: bool
    limit: str
    actual: str
    source: str
    breaches: tuple[str, ...]


def on_screen(rule: RuleFact, rule_set: RuleSet) -> RuleOnScreen:
    """The rule in words; a limit that equals the region's names the rule set as its source."""
    limit, actual = WORDS.get(rule.rule, _yes)(rule.figures)
    limit = rule.wanted or limit
    standard = {
        "max_members": (rule_set.max_members, rule.figures.get("limit")),
        "max_people": (rule_set.max_people, rule.figures.get("limit")),
        "kind_groups": (in_words(rule_set.kind_groups), rule.wanted),
        "fewest_small": (rule_set.fewest_small, rule.figures.get("people")),
    }
    own, asked = standard.get(rule.rule, (None, ""))
    from_set = own == asked
    return RuleOnScreen(
        label=rule.label,
        passed=rule.passed,
        limit=limit,
        actual=actual if rule.passed or rule.figures else "有不符合的",
        source=source_of(rule_set) if from_set else ASKED,
        breaches=tuple("、".join(names) for names in rule.breaches),
    )


def broken_words(rules: Iterable[RuleFact]) -> tuple[str, ...]:
    """The rules that a plan breaks: what each asks, what the plan has, and who breaks it."""
    return tuple(_broken(rule) for rule in rules if not rule.passed)


def _broken(rule: RuleFact) -> str:
    said = []
    if rule.rule in WORDS:
        limit, actual = WORDS[rule.rule](rule.figures)
        said.append(f"{limit}，本方案 {actual}")
    said += ["、".join(names) for names in rule.breaches[:NAMED]]
    more = len(rule.breaches) - NAMED
    said += [f"另有 {more} 处"] if more > 0 else []
    return f"{rule.label}（{'；'.join(said)}）" if said else rule.label


def source_of(rule_set: RuleSet) -> str:
    """How a region's rule set is named as a source."""
    return f"规则集“{rule_set.name}”" + (f"（{rule_set.source}）" if rule_set.source else "")


def _counted(word: str, unit: str, key: str) -> Callable[[Figures], tuple[str, str]]:
    """Words for a limit of so many units, of which the plan has ``figures[key]``."""

    def words(figures: Figures) -> tuple[str, str]:
        return f"{word} {figures['limit']:g} {unit}", f"{figures[key]:g} {unit}"

    return words


def _share(figures: Figures) -> tuple[str, str]:
    return f"不低于 {100 * figures['limit']:.0f} %", f"{100 * figures['share']:.0f} %"


def _deviation(figures: Figures) -> tuple[str, str]:
    return f"不超过 {100 * figures['limit']:.0f} %", f"最大 {100 * figures['worst']:.0f} %"


def _small(figures: Figures) -> tuple[str, str]:
    words = [f"一人科最少 {figures['fewest_ones']:g} 个"]
    actual = [f"一人科 {figures['ones']:g} 个"]
    if figures["people"] > 1:
        words.append(f"两人科最少 {figures['fewest_twos']:g} 个")
        actual.append(f"两人科 {figures['twos']:g} 个")
    return "，".join(words), "，".join(actual)


def _yes(_figures: Figures) -> tuple[str, str]:
    return "须满足", "全部满足"


WORDS: dict[str, Callable[[Figures], tuple[str, str]]] = {
    "count": _counted("恰好", "个", "groups"),
    "min_count": _counted("不少于", "个", "groups"),
    "max_count": _counted("不多于", "个", "groups"),
    "max_members": _counted("不超过", "个科室", "worst"),
    "max_people": _counted("不超过", "人", "worst"),
    "min_people": _counted("不少于", "人", "worst"),
    "max_posts": _counted("不超过", "名", "posts"),
    "business_share": _share,
    "fewest_small": _small,
    "max_load_deviation": _deviation,
}
