"""Changing the rule set of a region: checked as a whole, audited, never over somebody else's."""

import math
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen, fingerprint
from bigsection.errors import ChangedSince, Invalid
from departments.kind_groups import KINDS, KindGroups, in_words
from departments.models import Region, RuleSet
from departments.models.rule_set import FewestSmall
from departments.permissions import check_configure
from departments.rule_presets import Steps, steps_in_words

MOST_POSTS = 99
MOST_PEOPLE = 9_999


@dataclass(frozen=True, slots=True)
class Rules:
    """What a rule set says; weights and λ are shares of 1, an open limit is None."""

    name: str
    source: str
    posts_rule: Steps
    weights: dict[str, float]
    link_weight: float
    max_members: int | None
    max_people: int | None
    kind_groups: KindGroups
    fewest_small: int

    def fingerprint(self) -> str:
        """A short text that two rule sets share only when they say the same."""
        return fingerprint(asdict(self))


def rules_of(region: Region) -> Rules:
    """What is in force in a region: its own rule set, or the defaults."""
    stored = RuleSet.objects.filter(region=region).first() or RuleSet(region=region)
    return Rules(**{name: getattr(stored, name) for name in Rules.__dataclass_fields__})


@transaction.atomic
def save(*, region: Region, rules: Rules, seen: str, by: User, at: datetime) -> None:
    """Store the rule set of a region; nothing happens when it says the same already.

    ``seen`` is the fingerprint of what the person started from. Raises NotAllowed for anybody but
    the region's officer, Invalid for rules that make no sense, ChangedSince (with
    ``theirs``) when somebody else saved others meanwhile. Plans that exist keep the rules they were made by.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    check_configure(by, region)
    rules = checked(rules)
    current = rules_of(region)
    if current == rules and RuleSet.objects.filter(region=region).exists():
        return
    check_seen(
        None if current == rules else seen,
        current.fingerprint(),
        lambda: ChangedSince(
            "您编辑期间，他人保存过这个规则集，没有覆盖他人的修改。",
            hint="请对照两边的差别，改好后再保存一次。",
            theirs=current,
        ),
    )
    stored, _ = RuleSet.objects.update_or_create(region=region, defaults=asdict(rules))
    changes = _changes(current, rules)
    record("rules.save", stored, by=by, at=at, of=region, changes=changes)


def checked(rules: Rules) -> Rules:
    """The rules with weights that add up to 1; Invalid when something makes no sense."""
    if not rules.name.strip():
        raise Invalid("请填写规则集的名称。", hint="例如“淮北”或“本市 2026 年试行”。")
    if not rules.source.strip():
        raise Invalid("请填写依据。", hint="写明文号或会议；没有上级规定的，写“本市自定”。")
    _check_steps(rules.posts_rule)
    weights = rules.weights
    total = sum(weights.values())
    if set(weights) != set(RuleSet().weights) or not math.isfinite(total):
        raise Invalid("评分权重要填满六项。", hint="不考虑的一项填 0。")
    if total <= 0 or min(weights.values()) < 0:
        raise Invalid("评分权重不能为负，也不能全为 0。", hint="至少有一项大于 0。")
    if not 0 <= rules.link_weight <= 1:
        raise Invalid("业务往来权重要在 0 到 100 % 之间。", hint="0 表示不考虑业务往来。")
    for limit, label in ((rules.max_members, "科室数"), (rules.max_people, "人数")):
        if limit is not None and not 1 <= limit <= MOST_PEOPLE:
            raise Invalid(f"每个大科室最多{label}要大于 0。", hint="留空表示不限。")
    if any(kind not in KINDS for group in rules.kind_groups for kind in group):
        raise Invalid("科室类别有误。", hint="请从列表中选择可以混合的类别。")
    if rules.fewest_small not in FewestSmall.values:
        raise Invalid("一人科、两人科的要求有误。", hint="请从列表中选择。")
    shares = {part: round(weight / total, 6) for part, weight in weights.items()}
    return Rules(**asdict(rules) | {"weights": shares})


def _check_steps(steps: Steps) -> None:
    """Upper ends rise, the last step is open, posts do not fall."""
    hint = "各档人数要从小到大，最后一档不设上限。"
    if not steps or steps[-1][0] is not None:
        raise Invalid("领导职数要有一档不设上限。", hint=hint)
    uppers = [upper for upper, _ in steps[:-1]]
    known = [upper for upper in uppers if upper is not None]
    if len(known) != len(uppers) or known != sorted(set(known)) or min(known, default=1) < 1:
        raise Invalid("领导职数各档的人数没有从小到大。", hint=hint)
    posts = [count for _, count in steps]
    if any(count is None or not 0 <= count <= MOST_POSTS for count in posts):
        raise Invalid("领导职数要填 0 到 99 的整数。", hint=hint)
    if posts != sorted(count for count in posts if count is not None):
        raise Invalid("人数多的一档，职数不能更少。", hint=hint)


def _changes(old: Rules, new: Rules) -> dict[str, list[Any]]:
    """The fields that differ, old and new, as they are read in the audit trail."""
    return {
        name: [_words(name, before), _words(name, after)]
        for name, before in asdict(old).items()
        if before != (after := getattr(new, name))
    }


def _words(name: str, value: Any) -> Any:
    if name == "posts_rule":
        return steps_in_words(value)
    if name == "weights":
        return " / ".join(f"{100 * weight:g}" for weight in value.values())
    if name == "kind_groups":
        return in_words(value)
    if name == "fewest_small":
        return str(FewestSmall(value).label)
    return f"{100 * value:g} %" if name == "link_weight" else value
