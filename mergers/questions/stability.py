"""How firm each merge is: the share of noisy re-solves that keep it, with words for it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mergers.lazy import planner
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.questions.answer_out import AnswerOut, Texts
from mergers.questions.kept import to_json
from mergers.questions.layout import Cell, Column, OnScreen, Row, Scene, Table, figure, figures
from mergers.questions.question import Answer, Arguments, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for

TONES = {"铁定合并": "good", "两可": "amber", "不稳": "bad"}


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """How many of thirty re-solves, each under 10 % noise, keep the merges of the plan."""
    stability = planner.questions.stability
    with solver_for(asked) as solver:
        found = stability.stability(solver, plan=asked.groups, stop=run.stop, on_progress=run.tell)
    assert found is not None  # noqa: S101  only None where no plan was given
    return to_json(found) | {
        "asked": stability.RUNS,
        "noise": stability.NOISE,
        "firm": stability.FIRM,
        "likely": stability.LIKELY,
    }, found.complete


def show(answer: Answer, scene: Scene) -> OnScreen:
    """A bar for every big section of two or more, and the pairs in the table."""
    if not answer["groups"]:
        return OnScreen(lead="本方案没有整合任何科室，没有稳定性可算。")
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer, scene)),
        svg=draw_bars(_bars(answer, scene)) if answer["runs"] else "",
        table=_table(answer, scene) if answer["runs"] else None,
    )


def lead(answer: Answer, scene: Scene) -> str:
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


def _notes(answer: Answer, scene: Scene) -> list[str]:
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


def _bars(answer: Answer, scene: Scene) -> Bars:
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


def _table(answer: Answer, scene: Scene) -> Table:
    whole = [group["sections"] for group in answer["groups"]]  # each has its row already
    rows = []
    for kind, shares in (
        ("整个大科室", answer["groups"]),
        ("两个科室", [pair for pair in answer["pairs"] if pair["sections"] not in whole]),
        ("方案外的一对", answer["others"]),
    ):
        for share in sorted(shares, key=lambda one: -one["share"]):
            times = round(share["share"] * answer["runs"])
            cells = (
                Cell(scene.group(share["sections"])),
                Cell(kind),
                Cell(f"{times} / {answer['runs']}"),
                figure(share["share"], _percent),
                Cell("" if kind == "方案外的一对" else share["label"]),
            )
            rows.append(Row(cells))
    columns = (
        Column("科室"),
        Column("看的是"),
        *figures("保留次数", "保留比例"),
        Column("结论"),
    )
    return Table("每处整合的稳定性", columns, tuple(rows))


class ShareOut(serializers.Serializer[Any]):
    """Sections, and the share of the runs that has them together."""

    sections = Texts()
    share = serializers.FloatField()
    label = serializers.CharField()  # type: ignore[assignment]


class StabilityOut(AnswerOut):
    """How firm each merge is: shares of noisy re-solves, with the thresholds of the words."""

    pairs = ShareOut(many=True)
    groups = ShareOut(many=True)
    others = ShareOut(many=True)
    runs = serializers.IntegerField()
    asked = serializers.IntegerField()
    proven = serializers.IntegerField()
    noise = serializers.FloatField()
    firm = serializers.FloatField()
    likely = serializers.FloatField()


QUESTION = Question(
    name="stability",
    title="每处整合有多稳",
    about="数据总有出入。把相似度随机增减后重新求解，看每处整合是否仍然成立。",
    ask=ask,
    show=show,
    out=StabilityOut,
    of_groups=True,
)
