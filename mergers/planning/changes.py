"""The change list of a plan: what is merged, founded, abolished, renamed, and what moves where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mergers.domain.completeness import DutyDestination
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan, PlanMode
from mergers.planning.fact_types import ChangeFact, PeopleMoveFact, PlannedSectionFacts, VerdictFact

ORDER = (
    "整合",
    "新设",
    "撤销",
    "更名",
    "职责划转",
    "终止",
    "职数",
    "编制",
    "人员",
)


def change_facts(
    plan: MergePlan,
    planned_sections: Sequence[PlannedSectionFacts],
    verdicts: Sequence[VerdictFact],
    destinations: Sequence[DutyDestination],
    people_moves: Sequence[PeopleMoveFact],
) -> tuple[ChangeFact, ...]:
    """Every change as one line, grouped by kind."""
    duties = {section.id: len(section.duties) for section in snapshot_of(plan).sections}
    changes = [
        *(change for big in planned_sections for change in _of_big(big, destinations)),
        *_abolished(verdicts, duties),
        *_duties(destinations),
        *_people(planned_sections),
    ]
    return tuple(sorted(changes, key=lambda change: ORDER.index(change.kind)))


def _of_big(
    big: PlannedSectionFacts, destinations: Sequence[DutyDestination]
) -> Iterator[ChangeFact]:
    """What happens to a big section as a whole: joined, founded, renamed, posts and quota.

    A merger is one change, and what comes with it stands beneath it.
    """
    pks = tuple(member.pk for member in big.members)
    names = "、".join(member.name for member in big.members)
    if not big.members:
        if big.incoming or big.arriving:
            yield from _founded(big)
        return
    if len(big.members) == 1:
        if big.name != big.members[0].name:
            yield ChangeFact("更名", f"{names} 保留，更名为 {big.name}", pks)
        yield from _quota(big, pks)
        return
    effects = tuple(_effects(big, names, destinations))
    yield ChangeFact("整合", f"{names} {big.mode_label}为 {big.name}", pks, effects)


def _effects(
    big: PlannedSectionFacts, names: str, destinations: Sequence[DutyDestination]
) -> Iterator[str]:
    """What comes with a merger: sections, duties, posts and quota."""
    if big.mode == PlanMode.MERGE:
        kept = "，沿用原名" if big.name in (member.name for member in big.members) else ""
        yield f"撤销 {names}，新设 {big.name}{kept}"
        along = sum(one.big_section == big.pk and not one.moved for one in destinations)
        yield f"{along} 项职责随科室划入"
        if big.posts_before != big.posts_after:
            yield f"领导职数 {big.posts_before} → {big.posts_after}"
        quotas = [member.quota for member in big.members if member.quota is not None]
        if quotas and big.quota_before == big.quota_after:
            yield f"编制 {' + '.join(map(str, quotas))} = {sum(quotas)}（合计不变）"
    if big.quota_before != big.quota_after:
        yield _quota_words(big)


def _quota(big: PlannedSectionFacts, pks: tuple[int, ...]) -> Iterator[ChangeFact]:
    """Quota that goes along with people."""
    if big.quota_before != big.quota_after:
        yield ChangeFact("编制", f"{big.name} {_quota_words(big)}", pks)


def _quota_words(big: PlannedSectionFacts) -> str:
    return f"编制 {big.quota_before or 0} → {big.quota_after or 0}（编随人走）"


def _founded(big: PlannedSectionFacts) -> Iterator[ChangeFact]:
    """A new section (新设), with where it comes from."""
    origins = dict.fromkeys(
        [
            *((one.origin, one.origin_name) for one in big.incoming),
            *((move.section, move.section_name) for move in big.arriving),
        ]
    )
    pks = tuple(pk for pk, _ in origins)
    names = "、".join(name for _, name in origins)
    duties = f"承担 {len(big.incoming)} 项职责" if big.incoming else "还没有职责"
    yield ChangeFact("新设", f"新设 {big.name}，{duties}，来自 {names}", pks)
    if big.posts_after:
        yield ChangeFact("职数", f"{big.name} 领导职数 0 → {big.posts_after}", pks)
    yield from _quota(big, pks)


def _abolished(verdicts: Sequence[VerdictFact], duties: dict[int, int]) -> Iterator[ChangeFact]:
    """Sections that are abolished outright, with where their people go."""
    for verdict in verdicts:
        if verdict.verdict == "撤销":
            people = f"，人员到 {verdict.targets[0]}" if verdict.targets else ""
            text = f"撤销 {verdict.name}{people}，{duties.get(verdict.pk, 0)} 项职责逐项安排"
            yield ChangeFact("撤销", text, (verdict.pk,))


def _duties(destinations: Sequence[DutyDestination]) -> Iterator[ChangeFact]:
    """Every duty that does not go with its section, one line each."""
    for one in destinations:
        why = f"（{one.reason}）" if one.reason else ""
        if one.kind == "ended":
            yield ChangeFact("终止", f"{one.origin_name}：“{one.text}”终止{why}", (one.origin,))
        elif one.kind == "elsewhere":
            joined = "，并入该科室已有的同一职责" if one.joins else ""
            text = f"{one.origin_name}：“{one.text}”划转到其他部门 {one.target}{joined}{why}"
            yield ChangeFact("职责划转", text, (one.origin,))
        elif one.moved and one.target:
            text = f"{one.origin_name}：“{one.text}”划入 {one.target}{why}"
            yield ChangeFact("职责划转", text, (one.origin,))


def _people(planned_sections: Sequence[PlannedSectionFacts]) -> Iterator[ChangeFact]:
    """People who leave their section, one line for each section and big section."""
    for big in planned_sections:
        for move in big.arriving:
            names = f"（{'、'.join(move.staff)}）" if move.staff else ""
            text = f"{move.section_name} {move.people} 人{names}转到 {move.big_name}"
            yield ChangeFact("人员", text, (move.section,))
