"""How firm each merge is: the share of noisy re-solves that keep it, with words for it."""

from __future__ import annotations

from mergers.planning.questions_types import Share, StabilityAnswer
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.presenting.questions.parts import Cell, Column, OnScreen, Row, Scene, Table

TONES = {"铁定合并": "good", "两可": "amber", "不稳": "bad"}


def on_screen(answer: StabilityAnswer, scene: Scene) -> OnScreen:
    """A bar for every big section of two or more, and the pairs in the table."""
    if not answer["groups"]:
        return OnScreen(lead="本方案没有整合任何科室，没有稳定性可算。")
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer, scene)),
        svg=draw_bars(_bars(answer, scene)) if answer["runs"] else "",
        table=_table(answer, scene) if answer["runs"] else None,
    )


def lead(answer: StabilityAnswer, scene: Scene) -> str:
    """How many merges are firm, and which are not."""
    if not answer["runs"]:
        return "还没有算完一次，暂时不能判断整合是否稳定。"
    groups = answer["groups"]
    firm = [group for group in groups if group["share"] >= answer["firm"]]
    others = sorted((g for g in groups if g not in firm), key=lambda group: group["share"])
    weak = [scene.group(group["sections"]) for group in others]
    so_far = "" if scene.complete else f"按已完成的 {answer['runs']} 次看，"
    if not weak:
        return f"{so_far}{len(groups)} 处整合全部“铁定合并”：数据有小的出入，结论也不变。"
    names = "；".join(weak[:3]) + (f"等 {len(weak)} 处" if len(weak) > 3 else "")
    return f"{so_far}{len(groups)} 处整合中有 {len(firm)} 处“铁定合并”；不够稳的是：{names}。"


def _notes(answer: StabilityAnswer, scene: Scene) -> list[str]:
    noise, firm, likely = (100 * answer[key] for key in ("noise", "firm", "likely"))
    done = answer["runs"]
    said = f"做法：把全部相似度随机增减约 {noise:.0f} %，重新求解 {done} 次，看每处整合保留几次。"
    if done < answer["asked"]:
        said += f"（原定 {answer['asked']} 次，时间到时完成 {done} 次）"
    notes = [
        said,
        f"保留 {firm:.0f} % 以上为“铁定合并”，{likely:.0f} % 以上为“两可”，以下为“不稳”。",
    ]
    if answer["others"]:
        pairs = "；".join(
            f"{scene.group(other['sections'])}（{_percent(other['share'])}）"
            for other in answer["others"][:4]
        )
        notes.append(f"本方案没有放在一起、但半数以上的重解放在一起的：{pairs}。")
    return notes


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _bars(answer: StabilityAnswer, scene: Scene) -> Bars:
    ordered = sorted(answer["groups"], key=lambda group: -group["share"])
    return Bars(
        title="每处整合的稳定性",
        unit="",
        bars=tuple(
            Bar(
                scene.group(group["sections"]),
                100 * group["share"],
                f"{_percent(group['share'])} {group['label']}",
                TONES[group["label"]],
                hollow=group["label"] != "铁定合并",
            )
            for group in ordered
        ),
        most=100.0,
        thresholds=(
            (100 * answer["likely"], _percent(answer["likely"])),
            (100 * answer["firm"], _percent(answer["firm"])),
        ),
    )


def _table(answer: StabilityAnswer, scene: Scene) -> Table:
    rows = []
    for kind, shares in (
        ("整个大科室", answer["groups"]),
        ("两个科室", [pair for pair in answer["pairs"] if not _whole(pair, answer)]),
        ("方案外的一对", answer["others"]),
    ):
        for share in sorted(shares, key=lambda one: -one["share"]):
            times = round(share["share"] * answer["runs"])
            cells = (
                Cell(scene.group(share["sections"])),
                Cell(kind),
                Cell(f"{times} / {answer['runs']}"),
                Cell(_percent(share["share"]), share["share"]),
                Cell("" if kind == "方案外的一对" else share["label"]),
            )
            rows.append(Row(cells))
    columns = (
        Column("科室"),
        Column("看的是"),
        Column("保留次数", number=True),
        Column("保留比例", number=True),
        Column("结论"),
    )
    return Table("每处整合的稳定性", columns, tuple(rows))


def _whole(pair: Share, answer: StabilityAnswer) -> bool:
    """Whether a pair is a big section of its own, which has its row already."""
    return any(group["sections"] == pair["sections"] for group in answer["groups"])
