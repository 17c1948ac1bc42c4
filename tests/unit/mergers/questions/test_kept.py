"""How results of the planner are kept, and that what was kept before still opens."""

import json
from pathlib import Path

import pytest

from mergers.lazy import planner
from mergers.questions.kept import to_json
from mergers.questions.layout import Scene
from mergers.questions.registry import QUESTIONS

KEPT = json.loads(Path("tests/data/kept_answers.json").read_text())
"""One answer to each question, as version 1 of the keys kept them before the modules of today."""
NAMES = {str(pk): f"第{pk}科" for pk in range(1, 8)}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_that_was_kept_before_still_opens(name):
    answer, question = KEPT[name], QUESTIONS[name]
    present = KEPT["alternatives"]["best"]
    shown = question.show(answer, Scene(present, NAMES, {}, options={"rules": {}}))
    assert shown.lead.endswith("。")
    assert len(shown.table.rows) >= 1
    told = {"question": name, "summary": "", "notes": [], "complete": True, "sections": NAMES}
    told |= {"answered_at": None, "present": present, "limit": None, "limit_source": ""}
    told |= {"not_assessed": []}
    assert {key for key in answer if key != "limit_s"} <= set(question.out(answer | told).data)


def test_a_result_keeps_the_names_of_its_fields_and_plans_have_a_shape():
    group = planner.api.GroupResult(("1", "2"), {})
    plan = planner.api.PlanResult((group,), {"overlap": 50.0}, 50.0, 50_000_000)
    point = planner.questions.curve.CurvePoint(1, "optimal", 50_000_000, 50_000_000, 0.0, plan)
    kept = to_json(planner.questions.curve.Curve((point,), 1, True))
    assert (kept["best"], kept["best_proven"]) == (1, True)
    assert kept["points"][0]["status"] == "optimal"
    assert kept["points"][0]["plan"]["groups"] == [["1", "2"]]
    assert len(kept["points"][0]["plan"]["shape"]) == 12
    assert json.loads(json.dumps(kept)) == kept
