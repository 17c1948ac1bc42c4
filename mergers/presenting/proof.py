"""What a plan's score and proof are worth, in words for the terminal."""

from mergers.models import MergePlan
from mergers.planning.parts import part_names


def score_words(plan: MergePlan) -> str:
    """Score before and after, what was not assessed, and how sure it is that none is better."""
    without = f"（{part_names(plan.not_assessed)}未评估）" if plan.not_assessed else ""
    return f"评分 {plan.today_score:.1f} → {plan.score:.1f}{without}，{_proof_words(plan)}"


def _proof_words(plan: MergePlan) -> str:
    if not plan.is_judged:
        return "没有职责数据，无法判断是否最优"
    if plan.gap is None:
        return "没有得出最优上限"
    return "最优，已证明" if plan.proven else f"距最优不超过 {plan.gap:.2f} 分"
