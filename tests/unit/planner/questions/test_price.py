"""The price of each rule: never negative, and what a solve without the rule finds."""

import pytest

from planner.api import Stop
from planner.questions.price import price_rules
from tests.unit.planner.questions.cases import allowed_plans, best_value, case, shape, solver_of
from tests.unit.planner.reference import Reference


def lifted(data: dict, rule: str, entry: tuple) -> Reference:
    """Return the reference under the problem's rules with one lifted.

    As the price demands, plans allowed before stay so and score the same: a pair no longer forced
    together still may be, a section no longer kept may still stand alone, the span formula keeps
    its limit.
    """
    before, after = Reference(data), Reference(data)
    if rule in ("must_together", "must_apart", "keep"):
        left = [e for e in data["rules"][rule] if entry and tuple(_listed(e)) != entry]
        after.rules = after.rules | {rule: left}
    else:
        after.rules = after.rules | {rule: None}
        if rule == "kind_groups":  # which overrule it, so it does not come into force
            after.rules = after.rules | {"separate_kinds": False}
    after._join()
    scale = {"max_people": before.rules.get("max_people")}

    def contributions(group: tuple, count: int) -> dict:
        own = after.rules
        after.rules = own | scale
        try:
            return Reference.contributions(after, group, count)
        finally:
            after.rules = own

    def group_allowed(group: tuple) -> bool:
        own = after.rules
        if rule == "keep" and len(group) == 1:
            after.rules = own | {"keep": before.rules["keep"]}
        try:
            return Reference.group_allowed(after, group)
        finally:
            after.rules = own

    def pair_allowed(i: int, j: int) -> bool:
        if before.block[i] == before.block[j] and Reference.pair_allowed(before, i, j):
            return True
        return Reference.pair_allowed(after, i, j)

    after.contributions, after.group_allowed = contributions, group_allowed
    after.pair_allowed = pair_allowed
    return after


def _listed(entry: object) -> list:
    return [entry] if isinstance(entry, str) else list(entry)


@pytest.mark.parametrize("seed", range(40))
def test_prices_agree_with_brute_force_without_the_rule(seed):
    data = case(seed, 3, 6)
    base = best_value(allowed_plans(Reference(data)))
    found = price_rules(solver_of(data))
    assert found.proven
    assert (found.plan is None) == (base is None)
    for price in found.prices:
        plans = allowed_plans(lifted(data, price.rule, price.sections))
        without = best_value(plans)
        assert price.proven
        if base is None:
            assert price.frees == (without is not None)
            assert price.price is None
            continue
        if price.rule == "count":  # a range that now comes into force takes nothing away
            without = max(base, without or base)
        assert price.price == price.at_most == (without - base) / 1e6
        assert price.price >= 0
        assert (price.plan is not None) == (without > base)
        if price.plan is not None:
            assert plans[shape(price.plan)] == without
            assert price.change.objective == without - base


def test_every_rule_in_force_is_priced_entry_by_entry():
    data = case(5, 6, 6, count=4, max_people=20, must_apart=[["s00", "s01"], ["s02", "s03"]])
    data["rules"] |= {"min_count": 2, "keep": ["s05"], "max_posts": 30}
    data["mode"] = "co-locate"
    asked = [(price.rule, price.sections) for price in price_rules(solver_of(data)).prices]
    assert asked == [
        ("count", ()),  # wins over min_count; max_posts is not applied in this mode
        ("max_members", ()),
        ("max_people", ()),
        ("must_apart", ()),
        ("must_apart", ("s00", "s01")),
        ("must_apart", ("s02", "s03")),
        ("keep", ("s05",)),
    ]


def test_prices_are_told_one_by_one_and_stop_when_cancelled():
    data = case(5, 6, 6, count=4, max_people=20, same_line=True)
    steps = []
    stop = Stop(None, lambda: len(steps) >= 2)
    found = price_rules(solver_of(data), stop=stop, on_progress=steps.append).prices
    assert [step.done for step in steps] == [1, 2, 3, 4]
    assert [price.proven for price in found] == [True, True, False, False]
    whole = price_rules(solver_of(data)).prices
    for cut, true in zip(found[2:], whole[2:], strict=True):
        assert cut.price <= true.price <= cut.at_most


def test_what_there_is_no_time_for_is_left_open_and_claims_nothing():
    started = solver_of(case(3))
    price_rules(started)  # the best plan under all rules is known from now on
    found = price_rules(started, stop=Stop(time_limit_s=0.0))
    assert found.prices
    assert found.plan is not None
    for one in found.prices:
        assert (one.proven, one.frees, one.plan) == (False, False, None)
        assert (one.price, one.at_most) == (0.0, pytest.approx(100 - found.plan.score))
