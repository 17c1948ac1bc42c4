"""Why the sections that a plan joins are alike, read from the texts frozen with the plan."""

from __future__ import annotations

from collections.abc import Iterable

from mergers.lazy import similarity
from mergers.models import MergePlan
from mergers.planning.overlap import text_of
from mergers.planning.similarity_blend import similarity_blend_from_json
from mergers.planning.solving import problem_of_plan


def evidence_of(
    plan: MergePlan, pairs: Iterable[tuple[int, int]]
) -> list[similarity.evidence.PairEvidence]:
    """The evidence of pairs of sections (primary keys) of a plan, in their order.

    Names, duties and links are those of the day the plan was made, so that an executed plan keeps
    its evidence; how telling a phrase is comes from the region of today. KeyError for a section that
    is not in the plan.
    """

    texts = {
        int(section.id): similarity.clauses.SectionText(section.name, section.duties)
        for section in problem_of_plan(plan).sections
    }
    corpus = text_of(plan.department.region).corpus
    similarity_blend = similarity_blend_from_json(plan.problem.get("mixture"))
    return [
        similarity_blend.explain(similarity.evidence.explain_pair(corpus, texts[a], texts[b]), a, b)
        for a, b in pairs
    ]
