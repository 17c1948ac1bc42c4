"""Everything the plan page says about a stored plan, worked out from its own problem object."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from mergers.models import MergePlan
from mergers.planning.fact_types import (
    BigFact,
    ChangeFact,
    MemberFact,
    PairFact,
    PartFact,
    PlanFacts,
    RuleFact,
)
from mergers.planning.solving import RULE_NAMES, parse

if TYPE_CHECKING:
    from mergers.planner.problem import Problem
    from mergers.planner.rulecheck import RuleOutcome

PART_LABELS = {
    "overlap": "职能相近",
    "balance": "负荷均衡",
    "one_person": "一人科",
    "posts": "职数",
    "continuity": "变动",
    "span": "幅度",
}
FORMULAS = {
    "overlap": "100 × Σ(成员数 − 1) × 组内平均相近度 ÷ (现有科室数 − 大科室数)",
    "balance": "100 × Σ 人数 × max(0, 1 − ((人均负荷比 − 1) ÷ 0.5)²) ÷ 总人数",
    "one_person": "100 × (1 − (一人科数 + 两人科数 ÷ 2) ÷ 现状同一数值)；现状没有时为 100",
    "posts": "100 × (现有领导职数 − 按规则核定职数) ÷ (现有领导职数 − 大科室数)",
    "continuity": "100 × (1 − 更换科室负责人的人数 ÷ 总人数)",
    "span": "100 ÷ 大科室数 × Σ 管理幅度得分（9 人以内满分；成员超过 3 个科室减半）",
}


def plan_facts(plan: MergePlan) -> PlanFacts:
    """Work out every figure of a plan from what is stored with it; about five queries."""
    from mergers.planner import rulecheck, scoring

    problem = parse(plan.problem)
    bigs = [
        (big, [str(place.section_id) for place in big.placements.all()])
        for big in plan.big_sections.prefetch_related("placements")
    ]
    groups = [members for _, members in bigs]
    members = _members(plan)
    scored = scoring.score_plan(problem, groups)
    today = scoring.score_plan(problem, [[s.id] for s in problem.sections])
    big_facts = tuple(
        _big(problem, big.pk, big.name, dict(big.parts), [members[pk] for pk in group])
        for big, group in bigs
    )
    return PlanFacts(
        score=scored.score,
        today_score=today.score,
        parts=_parts(problem, scored.parts, today.parts, big_facts),
        big_sections=big_facts,
        rules=tuple(_rule(outcome, members) for outcome in rulecheck.check_rules(problem, groups)),
        changes=_changes(plan, big_facts),
        balance_assessed=any(s.load_hours is not None for s in problem.sections),
        one_person_before=sum(m.people <= 1 for m in members.values()),
        one_person_after=sum(big.people <= 1 for big in big_facts),
        p50=problem.calibration.p50,
        p95=problem.calibration.p95,
    )


def _members(plan: MergePlan) -> dict[str, MemberFact]:
    quotas = {str(item["id"]): item["quota"] for item in plan.baseline["sections"]}
    return {
        item["id"]: MemberFact(
            pk=int(item["id"]),
            name=item["name"],
            kind=item["kind"],
            lines=tuple(item["lines"]),
            people=int(item["people"]),
            quota=quotas.get(item["id"]),
            load_hours=item["load_hours"],
            posts=int(item["posts"]),
        )
        for item in plan.problem["sections"]
    }


def _big(
    problem: Problem, pk: int, name: str, parts: dict[str, float], members: list[MemberFact]
) -> BigFact:
    from mergers.planner import overlap, scoring

    ids = [str(member.pk) for member in members]
    facts = scoring.group_facts(problem, ids)
    place = {section.id: row for row, section in enumerate(problem.sections)}
    closeness = overlap.normalise(problem.overlap, problem.calibration.p50, problem.calibration.p95)
    pairs = tuple(
        PairFact(
            a,
            b,
            float(problem.overlap[place[str(a.pk)], place[str(b.pk)]]),
            float(closeness[place[str(a.pk)], place[str(b.pk)]]),
        )
        for a, b in combinations(members, 2)
    )
    merged = len(members) > 1
    kept_posts = problem.mode != "merge"
    return BigFact(
        pk=pk,
        name=name,
        members=tuple(members),
        people=int(facts.people),
        load_hours=facts.load_hours,
        load_ratio=facts.load_ratio if facts.load_hours is not None else None,
        posts_before=facts.posts_before,
        posts_after=facts.posts_before if kept_posts or not merged else facts.posts_after,
        posts_by_rule=facts.posts_after,
        closeness=facts.mean_q,
        parts=parts,
        pairs=pairs,
        verdict="整合" if merged else "保留",
    )


def _parts(
    problem: Problem,
    values: Any,
    today: Any,
    bigs: tuple[BigFact, ...],
) -> tuple[PartFact, ...]:
    inputs = _inputs(problem, bigs)
    weights = problem.weights
    return tuple(
        PartFact(
            name=name,
            label=label,
            weight=float(getattr(weights, name)),
            today=float(today[name]),
            value=float(values[name]),
            formula=FORMULAS[name],
            inputs=inputs[name],
        )
        for name, label in PART_LABELS.items()
    )


def _inputs(problem: Problem, bigs: tuple[BigFact, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The figures that go into each formula, as pairs of words."""
    n, k = len(problem.sections), len(bigs)
    people = sum(big.people for big in bigs)
    moved = people - sum(max(member.people for member in big.members) for big in bigs)
    singles = [sum(s.people <= 1 for s in problem.sections), sum(b.people <= 1 for b in bigs)]
    doubles = [sum(s.people == 2 for s in problem.sections), sum(b.people == 2 for b in bigs)]
    rated = [big for big in bigs if big.load_ratio is not None]
    worst = max(rated, key=lambda big: abs((big.load_ratio or 1) - 1), default=None)
    merges = [big for big in bigs if len(big.members) > 1]
    wide = [big for big in bigs if big.people > 9 or len(big.members) > 3]
    return {
        "overlap": (
            ("合并次数（现有 − 整合后）", f"{n} − {k} = {n - k}"),
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
            ("现有领导职数", str(sum(big.posts_before for big in bigs))),
            ("按规则核定职数", str(sum(big.posts_by_rule for big in bigs))),
            ("现有领导职数 − 大科室数", str(sum(big.posts_before for big in bigs) - k)),
        ),
        "continuity": (
            ("更换科室负责人的人数", f"{moved} 人"),
            ("总人数", f"{people} 人"),
        ),
        "span": (("超过 9 人或 3 个科室的大科室", "、".join(big.name for big in wide) or "没有"),),
    }


def _rule(outcome: RuleOutcome, members: dict[str, MemberFact]) -> RuleFact:
    return RuleFact(
        rule=outcome.rule,
        label=RULE_NAMES.get(outcome.rule, outcome.rule),
        passed=outcome.passed,
        figures=dict(outcome.figures),
        breaches=tuple(tuple(members[pk].name for pk in breach) for breach in outcome.breaches),
    )


def _changes(plan: MergePlan, bigs: tuple[BigFact, ...]) -> tuple[ChangeFact, ...]:
    """The change list: what is merged, renamed, and what happens to duties, posts and quota."""
    changes: list[ChangeFact] = []
    duties = {item["id"]: len(item["duties"]) for item in plan.baseline["sections"]}
    merge = plan.mode == "merge"
    for big in bigs:
        pks = tuple(member.pk for member in big.members)
        names = "、".join(member.name for member in big.members)
        if len(big.members) == 1:
            if merge and big.name != big.members[0].name:
                changes.append(ChangeFact("更名", f"{names} 更名为 {big.name}", pks))
            continue
        verb = plan.get_mode_display()
        changes.append(ChangeFact("整合", f"{names} {verb}为 {big.name}", pks))
        if not merge:
            continue
        changes.append(ChangeFact("新设", f"新设 {big.name}", pks))
        changes.append(ChangeFact("撤销", f"撤销 {names}，职责全部由 {big.name} 承担", pks))
        moved = sum(duties.get(pk, 0) for pk in pks)
        changes.append(ChangeFact("职责划转", f"{moved} 项职责划入 {big.name}", pks))
        if big.posts_before != big.posts_after:
            text = f"{big.name} 领导职数 {big.posts_before} → {big.posts_after}"
            changes.append(ChangeFact("职数", text, pks))
        quotas = [member.quota for member in big.members if member.quota is not None]
        if quotas:
            text = f"{big.name} 编制 {' + '.join(map(str, quotas))} = {sum(quotas)}（合计不变）"
            changes.append(ChangeFact("编制", text, pks))
    order = ["整合", "新设", "撤销", "更名", "职责划转", "职数", "编制"]
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))
