"""The reasons that a plan's own figures give for keeping and for merging sections, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from bigsection.web.id_numbers import masked_within
from mergers.domain.arrangement import PlannedSection
from mergers.domain.snapshot import hash_of
from mergers.lazy import planner, similarity
from mergers.models import MergePlan, PlanMode
from mergers.planning.calibrations import calibration_of_plan, evidence_of
from mergers.planning.fact_types import MemberFact

if TYPE_CHECKING:
    from mergers.planning.rescoring import Scored

UNEVEN = 0.25
"""A load per head so far from the department's mean counts as too much or too little."""
PHRASES = "phrases"
"""Key of ``MergePlan.outcome`` under which the main phrase of pairs is kept, by their texts."""


@dataclass(frozen=True)
class Reasons:
    """Works out the reasons of one plan."""

    plan: MergePlan
    scored: Scored

    def of_big(
        self,
        big: PlannedSection,
        own: Sequence[MemberFact],
        figures: planner.scoring.GroupFacts | None,
    ) -> str:
        """Why these sections come together; empty where the figures give no reason."""
        if figures is None or not own:
            return ""
        if len(own) == 1:
            return self.of_kept(own[0])
        words = [*self._alike(own), *_small(own, int(figures.people)), *self._load(own, figures)]
        words += _posts(big, own, figures)
        return "；".join(words) or self._count()

    def of_kept(self, member: MemberFact) -> str:
        """Why a section stays alone."""
        rules = self.scored.before.rules
        if str(member.pk) in rules.keep:
            return "按要求单独保留"
        other, similarity = self._nearest(member)
        if other is None:
            return "部门只有这一个科室"
        if not self.plan.is_judged:
            return "没有职责数据，本方案单独保留"
        if closeness_in(self.scored.before, similarity) < 0.5:
            return f"职能独立：与其他科室最高相似度 {100 * similarity:.1f} 分（{other}）"
        best = "最优方案以单独保留为宜" if self.plan.proven else "本方案单独保留"
        return f"最相近的是{other}（相似度 {100 * similarity:.1f} 分），{best}"

    def _alike(self, own: Sequence[MemberFact]) -> list[str]:
        """The two members that are most alike, with what they share."""
        if not self.plan.is_judged:
            return []
        problem = self.scored.split_sections.problem
        alike, a, b = most_alike(problem, [str(member.pk) for member in own])
        if closeness_in(problem, alike) <= 0:
            return []
        words = f"职能相近：{a.name}与{b.name}相似度 {100 * alike:.1f} 分"
        shared = main_phrase(self.plan, a, b)
        return [f"{words}，共有“{shared}”等" if shared else words]

    def _load(self, own: Sequence[MemberFact], figures: planner.scoring.GroupFacts) -> list[str]:
        """The member with the most uneven load, where the big section is nearer to the mean."""
        mean = self.scored.model.mean_load
        if mean is None or figures.load_hours is None:
            return []
        ratios = [
            (member.load_hours / (mean * member.people), member.name)
            for member in own
            if member.load_hours is not None and member.people
        ]
        worst, name = max(ratios, key=lambda one: abs(one[0] - 1), default=(1.0, ""))
        after = figures.load_ratio
        if abs(worst - 1) <= UNEVEN or abs(after - 1) >= abs(worst - 1):
            return []
        return [f"均衡忙闲：{name}人均负荷 {worst:.2f} 倍 → {after:.2f} 倍"]

    def _count(self) -> str:
        """The number of big sections that was asked for, the last reason there is."""
        rules = self.scored.before.rules
        if rules.count is not None:
            return f"按 {rules.count} 个大科室的要求精简机构"
        if rules.max_count is not None:
            return f"按不超过 {rules.max_count} 个大科室的要求精简机构"
        return ""

    def _nearest(self, member: MemberFact) -> tuple[str | None, float]:
        """The section that is most like a member, with the raw similarity."""
        problem = self.scored.before
        place = {section.id: row for row, section in enumerate(problem.sections)}
        row = place[str(member.pk)]
        others = [
            (float(problem.overlap[row, other]), problem.sections[other].name)
            for other in range(len(problem.sections))
            if other != row
        ]
        similarity, name = max(others, default=(0.0, None))
        return name, similarity


def closeness_in(problem: planner.problem.Problem, similarity: float) -> float:
    """The similarity on the scale of the region: 0 at the median pair, 1 at the 95th of 100."""
    low, high = problem.calibration.p50, problem.calibration.p95
    if high <= low:
        return float(similarity > low)
    return min(max((similarity - low) / (high - low), 0.0), 1.0)


def most_alike(
    problem: planner.problem.Problem, group: Sequence[str]
) -> tuple[float, planner.problem.SectionInput, planner.problem.SectionInput]:
    """The two sections of a group that are most alike, the first of equals, with how much."""
    rows = {section.id: row for row, section in enumerate(problem.sections)}
    pairs = combinations([rows[pk] for pk in group], 2)
    alike, a, b = max(
        ((float(problem.overlap[a, b]), a, b) for a, b in pairs), key=lambda pair: pair[0]
    )
    return alike, problem.sections[a], problem.sections[b]


def _small(own: Sequence[MemberFact], people: int) -> list[str]:
    """Members of one or two people, by the unit that they work in today, that are no longer so
    small.
    """
    ones = [member.name for member in own if member.lonely]
    twos = [member.name for member in own if member.unit_people == 2]
    if ones and people > 1:
        return [f"消除一人科（{'、'.join(ones)}）"]
    return [f"消除两人科（{'、'.join(twos)}）"] if twos and people > 2 else []


def _posts(
    big: PlannedSection, own: Sequence[MemberFact], figures: planner.scoring.GroupFacts
) -> list[str]:
    before = sum(member.posts for member in own)
    if big.mode != PlanMode.MERGE or figures.posts_after >= before:
        return []
    return [f"领导职数 {before} → {figures.posts_after}"]


def kept_phrases(
    plan: MergePlan, problem: planner.problem.Problem, groups: Iterable[Sequence[str]]
) -> dict[str, str]:
    """The main phrases of the pairs that the reasons of these groups name, to be kept with the plan:
    its page neither reads a calibration nor works them out.
    """
    found: dict[str, str] = dict(plan.outcome.get(PHRASES, {}))
    for group in groups:
        if len(group) > 1:
            alike, a, b = most_alike(problem, group)
            if closeness_in(problem, alike) > 0:
                found[_name_of(a, b)] = main_phrase(plan, a, b)
    return found


def main_phrase(
    plan: MergePlan, a: planner.problem.SectionInput, b: planner.problem.SectionInput
) -> str:
    """The phrase with the largest share in the similarity of two sections: the one kept with the
    plan, else by its calibration; empty without any.
    """
    found = plan.outcome.get(PHRASES, {}).get(_name_of(a, b))
    if found is not None:
        return str(found)
    texts = (similarity.clauses.SectionText(one.name, tuple(one.duties)) for one in (a, b))
    evidence = evidence_of(calibration_of_plan(plan), *texts)
    phrases = evidence.shared_phrases
    return masked_within(phrases[0].text, evidence.texts) if phrases else ""


def _name_of(*pair: planner.problem.SectionInput) -> str:
    """A short name of two texts, in whatever order."""
    return hash_of(sorted([one.name, list(one.duties)] for one in pair))[:12]
