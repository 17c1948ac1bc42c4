"""The table of moves agrees bit for bit with score_plan and with the rules."""

import random

import pytest

from planner.fileio import problem_from_json
from planner.model import build_model
from planner.problem import PARTS, ProblemError
from planner.questions.moves import MoveTable, table_of
from planner.rulecheck import check_rules
from planner.scoring import indices_of, score_plan
from tests.unit.planner.questions.cases import case


def random_groups(problem, seed: int) -> list:
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    groups: list = [[] for _ in range(draw.randint(1, len(problem.sections)))]
    for section in problem.sections:
        draw.choice(groups).append(section.id)
    return [group for group in groups if group]


def move_table(problem, groups: list) -> MoveTable:
    model = build_model(problem)
    return table_of(model, indices_of(model, groups))


def moved(groups: list, section: str, target: int | None) -> list:
    after = [[s for s in group if s != section] for group in groups]
    if target is None:
        after.append([section])
    else:
        after[target].append(section)
    return [group for group in after if group]


@pytest.mark.parametrize("seed", range(25))
def test_the_table_says_what_each_move_changes_and_breaks(seed):
    """Against scoring and checking every moved plan from the beginning."""
    problem = problem_from_json(case(seed, 3, 12 if seed < 3 else 7))
    groups = random_groups(problem, seed)
    table = move_table(problem, groups)
    now = score_plan(problem, groups)
    obeyed = {outcome.rule: outcome for outcome in check_rules(problem, groups)}
    assert table.objective == now.objective
    for row, section in enumerate(table.sections):
        for column, target in enumerate([*range(len(groups)), None]):
            new = moved(groups, section, target)
            same = {frozenset(g) for g in new} == {frozenset(g) for g in groups}
            assert table.possible[row, column] == (not same)
            if same:
                continue
            move = table.move(section, target)
            scored = score_plan(problem, new)
            assert now.objective + move.delta == scored.objective
            for part in PARTS:
                change = scored.parts[part] - now.parts[part]
                assert move.parts[part] == pytest.approx(change, abs=1e-9)
            for outcome in check_rules(problem, new):
                if obeyed[outcome.rule].passed:
                    assert (outcome.rule in move.broken) == (not outcome.passed), outcome
                elif outcome.rule in move.broken:
                    # broken before: named again only where the move makes a new breach
                    assert not outcome.passed


def test_the_best_moves_come_first_and_break_nothing():
    problem = problem_from_json(case(4, 7, 7, max_people=14, max_members=3))
    groups = [[section.id] for section in problem.sections]
    best = move_table(problem, groups).best(5)
    assert [move.delta for move in best] == sorted((move.delta for move in best), reverse=True)
    assert all(move.broken == () for move in best)


def test_moves_that_cannot_be_are_refused():
    problem = problem_from_json(case(4, 5, 5, max_people=14))
    groups = [[section.id] for section in problem.sections]
    table = move_table(problem, groups)
    with pytest.raises(ValueError, match="no such move"):
        table.move(table.sections[0], None)
    with pytest.raises(ValueError, match="not in tuple"):
        table.move("nobody", 0)
    with pytest.raises(ValueError, match="no such move"):
        table.move(table.sections[0], 9)
    with pytest.raises(ProblemError, match="exactly one"):
        move_table(problem, groups[1:])
