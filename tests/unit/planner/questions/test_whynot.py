"""Why two sections are not together: agreement with trying every plan, and the rules named."""

import pytest

from planner.api import Stop
from planner.problem import PARTS, ProblemError
from planner.questions.whynot import why_not
from tests.unit.planner.questions.cases import (
    allowed_plans,
    best_value,
    case,
    shape,
    solver_of,
)
from tests.unit.planner.reference import Reference


def with_pair(plans: dict, a: str, b: str) -> dict:
    return {p: v for p, v in plans.items() if any({a, b} <= group for group in p)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_every_pair_is_answered_as_brute_force_answers_it(seed):
    """Under all kinds of rules: the best plan with the pair, or that no plan can have it."""
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data))
    best = best_value(plans)
    solver = solver_of(data)
    ids = solver.model.ids
    for k, a in enumerate(ids[:3]):
        for b in ids[k + 1 :]:
            answer = why_not(solver, a, b)
            forced = with_pair(plans, a, b)
            assert answer.proven
            if not forced:
                assert answer.status in ("forbidden", "impossible")
                assert answer.rules
                continue
            assert answer.status in ("together", "costs", "equal")
            assert forced[shape(answer.plan)] == best_value(forced)
            if answer.status != "together":
                assert answer.change.objective == best_value(forced) - best
                assert answer.least_loss == pytest.approx((best - best_value(forced)) / 1e6)
                assert (answer.status == "equal") == (best_value(forced) == best)


@pytest.mark.parametrize("rules", [{"count": 11}, {}, {"count": 12, "business_share": 0.5}])
def test_pairs_in_larger_problems_agree_with_forcing_them_by_a_rule(rules):
    """Sixteen sections that may all meet: warm relaxations give what a fresh solve gives."""
    data = case(77, 16, 16, max_people=60, **rules)
    solver = solver_of(data)
    for a, b in [(0, 1), (2, 9), (5, 15)]:
        a, b = solver.model.ids[a], solver.model.ids[b]
        answer = why_not(solver, a, b)
        joined = data | {"rules": data["rules"] | {"must_together": [[a, b]]}}
        fresh = solver_of(joined)
        best = fresh.best(fresh.model.counts(), fresh_clock())
        if answer.status != "together":
            assert answer.plan.objective == best.value


def fresh_clock():
    from planner.methods.answer import clock_of

    return clock_of(Stop(60))


def test_the_loss_is_told_part_by_part_and_merge_by_merge():
    data = case(21, 7, 7, max_people=30, count=4)
    solver = solver_of(data)
    best = solver.best(solver.model.counts(), fresh_clock())
    plan = solver.scored(best.groups)
    apart = next((a, b) for a in plan.groups for b in plan.groups if a.members < b.members)
    answer = why_not(solver, apart[0].members[0], apart[1].members[0])
    change = answer.change
    assert set(change.parts) == set(PARTS)
    assert sum(change.weighted.values()) == pytest.approx(change.score, abs=1e-6)
    assert change.score == pytest.approx(answer.plan.score - plan.score)
    old = {g.members for g in plan.groups if len(g.members) > 1}
    new = {g.members for g in answer.plan.groups if len(g.members) > 1}
    assert set(change.undone) == old - new
    assert set(change.new) == new - old
    assert any(set(answer.pair) <= set(group) for group in change.new)


SECTIONS = [
    {"id": "a", "people": 3, "lines": ["x"], "kind": "business", "posts": 2},
    {"id": "b", "people": 4, "lines": ["y"], "kind": "general", "posts": 2},
    {"id": "c", "people": 2, "lines": ["x"], "kind": "business", "posts": 1},
    {"id": "d", "people": 2, "lines": ["y"], "kind": "general", "posts": 1},
]


@pytest.mark.parametrize(
    ("rules", "named", "concerned"),
    [
        ({"same_line": True}, "same_line", ("a", "b")),
        ({"separate_kinds": True}, "separate_kinds", ("a", "b")),
        ({"kind_groups": [["business"]]}, "kind_groups", ("a", "b")),
        ({"must_apart": [["b", "a"]]}, "must_apart", ("a", "b")),
        ({"keep": ["a"]}, "keep", ("a",)),
        ({"max_people": 6}, "max_people", ("a", "b")),
        ({"must_together": [["a", "c"]], "max_members": 2}, "max_members", ("a", "b", "c")),
        ({"must_together": [["a", "c"]], "must_apart": [["c", "b"]]}, "must_apart", ("b", "c")),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else None,
)
def test_the_rule_in_the_way_is_named_and_what_an_exemption_would_cost(rules, named, concerned):
    overlap = [[0, 0.1, 0.5, 0.2], [0.1, 0, 0.3, 0.9], [0.5, 0.3, 0, 0.4], [0.2, 0.9, 0.4, 0]]
    data = {"sections": SECTIONS, "overlap": overlap, "rules": rules}
    answer = why_not(solver_of(data), "a", "b")
    assert answer.status == "forbidden"
    assert [(rule.rule, rule.sections) for rule in answer.rules] == [(named, concerned)]
    assert any({"a", "b"} <= set(group.members) for group in answer.plan.groups)
    assert answer.proven


def test_a_pair_that_only_the_rules_together_forbid_names_them():
    """Two big sections, at most two members each: with a and b joined, c cannot leave d."""
    data = {
        "sections": SECTIONS,
        "overlap": [[0.0] * 4 for _ in range(4)],
        "rules": {"count": 2, "max_members": 2, "must_apart": [["c", "d"]]},
    }
    answer = why_not(solver_of(data), "a", "b")
    assert answer.status == "impossible"
    assert {rule.rule for rule in answer.rules} == {"count", "max_members", "must_apart"}
    assert answer.plan is None


def test_a_given_plan_is_the_one_compared_with():
    data = case(21, 6, 6, max_people=30)
    solver = solver_of(data)
    alone = [[section_id] for section_id in solver.model.ids]
    answer = why_not(solver, solver.model.ids[0], solver.model.ids[1], plan=alone)
    today = solver.scored(tuple((i,) for i in range(6)))
    assert answer.change.objective == answer.plan.objective - today.objective
    assert answer.change.undone == ()


def test_sections_already_together_need_no_answer():
    data = case(21, 4, 4, max_people=30)
    solver = solver_of(data)
    ids = solver.model.ids
    answer = why_not(solver, ids[0], ids[2], plan=[[ids[0], ids[2]], [ids[1]], [ids[3]]])
    assert answer.status == "together"
    assert answer.change is None


def test_a_cancelled_question_says_unknown():
    solver = solver_of(case(21, 6, 6, max_people=30))
    plan = [[section_id] for section_id in solver.model.ids]
    stop = Stop(None, lambda: True)
    answer = why_not(solver, solver.model.ids[0], solver.model.ids[1], plan=plan, stop=stop)
    assert answer.status == "unknown"
    assert not answer.proven


@pytest.mark.parametrize("pair", [("s00", "s00"), ("s00", "nobody")])
def test_questions_about_no_two_sections_are_refused(pair):
    with pytest.raises(ProblemError, match="not two sections"):
        why_not(solver_of(case(21, 4, 4, max_people=30)), *pair)
