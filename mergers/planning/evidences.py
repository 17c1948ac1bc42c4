"""Why the sections that a plan joins are alike, read from the texts frozen with the plan."""

from __future__ import annotations

from collections.abc import Iterable

from mergers.domain.arrangement import Arrangement
from mergers.lazy import similarity
from mergers.models import MergePlan
from mergers.planning import calibrations
from mergers.planning.similarity_blend import similarity_blend_from_json
from mergers.planning.split_sections import split_sections_of


def evidence_of(
    plan: MergePlan, arrangement: Arrangement, pairs: Iterable[tuple[int, int]]
) -> list[similarity.evidence.PairEvidence]:
    """The evidence of pairs of sections (primary keys) of a plan as it is arranged, in their order.

    Names, duties, links and calibration are those of the day the plan was made, so that it adds up
    to the similarities that the plan is scored by, and never changes. Duties that go elsewhere are
    left out, as they are there. KeyError for a section that is not in the plan.
    """

    texts = {
        section.id: similarity.clauses.SectionText(section.name, section.duties)
        for section in split_sections_of(plan, arrangement).problem.sections
    }
    calibration = calibrations.calibration_of_plan(plan)
    similarity_blend = similarity_blend_from_json(plan.problem.get("mixture"))
    return [
        similarity_blend.explain(
            calibrations.evidence_of(calibration, texts[str(a)], texts[str(b)]), a, b
        )
        for a, b in pairs
    ]
