"""Why two sections are not together: what it costs part by part, or which rule stands against it."""

from __future__ import annotations

from mergers.planning.parts import PART_LABELS
from mergers.planning.questions_types import Change, RuleNamed, WhyNotAnswer
from mergers.planning.solving import RULE_NAMES
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.presenting.questions.parts import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    gain,
    loss,
    part_losses,
)


def on_screen(answer: WhyNotAnswer, scene: Scene) -> OnScreen:
    """The answer for one pair, with each part's loss as a bar."""
    change = answer["change"]
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer, scene)),
        svg="" if change is None else draw_bars(_bars(answer, scene, change)),
        table=None if change is None else _table(answer, scene, change),
    )


def lead(answer: WhyNotAnswer, scene: Scene) -> str:
    """One sentence: together already, what it costs, or what forbids it."""
    a, b = scene.name(answer["a"]), scene.name(answer["b"])
    pair, change = f"“{a}”和“{b}”", answer["change"]
    status = answer["status"]
    if status == "together":
        return f"{pair}在本方案中已经在一起。"
    if status == "equal" and change is not None:
        if change["score"] > 0.005:
            return f"{pair}可以放在一起，总分还能提高 {loss(change['score'])} 分。"
        return f"{pair}可以放在一起，总分不变。"
    if status == "costs" and change is not None:
        least = answer["least_loss"]
        if not answer["proven"] and least is not None:
            low = f"至少 {loss(max(least, 0.0))} 分、" if least > 0 else ""
            return f"{pair}放在一起，总分要低{low}至多 {loss(-change['score'])} 分。"
        return f"{pair}放在一起，总分要低 {loss(-change['score'])} 分。"
    if status == "forbidden":
        return f"{pair}不能放在一起：违反{_rules(answer['rules'], scene)}。"
    if status == "impossible":
        return f"{pair}放在一起就没有可行方案：与{_rules(answer['rules'], scene)}冲突。"
    return f"{pair}放在一起是否可行，在限定时间内没有算完。"


def _rules(rules: list[RuleNamed], scene: Scene) -> str:
    words = []
    for one in rules:
        label = f"“{RULE_NAMES.get(one['rule'], one['rule'])}”"
        names = "、".join(scene.name(section) for section in one["sections"][:4])
        words.append(f"{label}（{names}）" if names else label)
    return "、".join(dict.fromkeys(words)) or "其他规则"


def _notes(answer: WhyNotAnswer, scene: Scene) -> list[str]:
    change, notes = answer["change"], []
    if answer["status"] == "forbidden":
        if change is None:
            notes.append("即使对这两个科室破例，也没有可行方案。")
        else:
            effect = "提高" if change["score"] > 0 else "降低"
            notes.append(f"如果对这两个科室破例，总分会{effect} {loss(abs(change['score']))} 分。")
    if change is not None:
        if change["undone"]:
            notes.append(f"要取消的整合：{scene.groups(change['undone'], 6)}。")
        if change["new"]:
            notes.append(f"要新增的整合：{scene.groups(change['new'], 6)}。")
    if change is not None and not answer["proven"]:
        notes.append("还没有证明这是代价最小的放法，以上是目前找到的。")
    return notes


def _bars(answer: WhyNotAnswer, scene: Scene, change: Change) -> Bars:
    a, b = scene.name(answer["a"]), scene.name(answer["b"])
    rows = [("总分", change["score"]), *part_losses(change)]
    return Bars(
        title=f"“{a}”和“{b}”放在一起：总分和各分项的增减",
        unit="对总分的影响（分）",
        bars=tuple(
            Bar(
                label,
                value,
                gain(value),
                "good" if value > 0 else "accent",
                hollow=value > 0,
            )
            for label, value in rows
        ),
    )


def _table(answer: WhyNotAnswer, scene: Scene, change: Change) -> Table:
    plan = answer["plan"]
    rows = [
        Row(
            (
                Cell("总分"),
                Cell(f"{scene.present['score']:.1f}", scene.present["score"]),
                Cell(f"{plan['score']:.1f}" if plan else "—", plan["score"] if plan else None),
                Cell(gain(change["score"]), change["score"]),
            )
        )
    ]
    names = {label: name for name, label in PART_LABELS.items()}
    for label, value in part_losses(change):
        own = scene.present["parts"][names[label]]
        new = plan["parts"][names[label]] if plan else None
        rows.append(
            Row(
                (
                    Cell(label),
                    Cell(f"{own:.1f}", own),
                    Cell("—" if new is None else f"{new:.1f}", new),
                    Cell(gain(value), value),
                )
            )
        )
    columns = (
        Column("分项"),
        Column("本方案", number=True),
        Column("放在一起后", number=True),
        Column("对总分的影响", number=True),
    )
    return Table("放在一起的得失", columns, tuple(rows))
