"""What a page of a plan may cost: reads of stored JSON, builds of the planner's model, SQL queries."""

import pytest

from benchmarks.pages import (
    PAGES,
    STATES,
    Browser,
    browser_before,
    counting,
    make_department,
    make_plan,
)
from bigsection.accounts.models import User

# At most so many parses, model builds and queries, whichever tab or question.
MOST = {
    ("plan page", "as solved"): (1, 1, 15),
    ("plan page", "a duty moved"): (1, 1, 15),
    ("question page", "as solved"): (1, 1, 10),
    ("question page", "a duty moved"): (1, 1, 10),
    ("one edit", "as solved"): (1, 2, 25),
    ("one edit", "a duty moved"): (1, 2, 25),
}


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    """The plan as it was solved, or with a duty moved by hand."""
    return request.param


@pytest.fixture
def before_plan(state: str, officer: User, log_in) -> Browser:
    """The officer before a plan 18 → 10 with every question answered."""
    return browser_before(make_plan(make_department(18), officer, state), log_in(officer))


@pytest.mark.slow
def test_no_page_costs_more_than_it_may(before_plan: Browser, state: str) -> None:
    for request, pages in PAGES.items():
        for page in pages:
            cost = before_plan.count(request, page)
            most = MOST[request, state]
            within = [count <= limit for count, limit in zip(cost.counts, most, strict=True)]
            assert all(within), f"{request} {page}: {cost} is more than {most}"


@pytest.mark.django_db
def test_reading_and_building_is_counted_wherever_it_is_called() -> None:
    from planner import model, scoring
    from planner.fileio import problem_from_json

    problem = problem_from_json({"sections": [{"id": "a", "name": "甲", "people": 1}]})
    with counting() as cost:
        model.build_model(problem)
        scoring.score_today(model.build_model(problem))
        scoring.score_plan(problem, [("a",)])
    model.build_model(problem)
    assert cost.counts == (0, 3, 0)
