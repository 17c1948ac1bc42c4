"""The one gateway to numpy, the planner and the texts: each is loaded when it is first used.

``from mergers.lazy import np, planner`` and then ``planner.scoring.score_groups(…)``, in
annotations too. Loading takes some tenths of a second, which no start-up shall pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bigsection.lazy import LazyModule

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing

    import planner.api
    import planner.certificate
    import planner.checker.whole_file
    import planner.fileio
    import planner.model
    import planner.problem
    import planner.questions.compare
    import planner.questions.curve
    import planner.questions.moves
    import planner.questions.near
    import planner.questions.pareto
    import planner.questions.price
    import planner.questions.region
    import planner.questions.stability
    import planner.questions.whynot
    import planner.rulecheck
    import planner.scoring
    import planner.solver
    import similarity.calibration
    import similarity.clauses
    import similarity.duty_lines
    import similarity.evidence
    import similarity.gapped_phrase
    import similarity.hubs
    import similarity.overlap
    import similarity.phrases
    import similarity.radar
    import similarity.topics

    Floats = np.typing.NDArray[np.float64]
else:
    Floats = Any
    np = LazyModule("numpy")
    planner = LazyModule("planner")
    similarity = LazyModule("similarity")

__all__ = ["Floats", "np", "planner", "similarity"]
