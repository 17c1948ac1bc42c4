"""One-person sections: as few as possible by default, and where some are left, the page says why."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from departments.models import Department, RuleSet
from mergers.actions import edits, plans, undo
from mergers.models import MergePlan
from mergers.planning import PlanRequest, plan_facts, usual_rules
from mergers.planning.reverifying import stored_checks
from mergers.planning.solving import RULE_NAMES
from tests.factories import DutyFactory, SectionFactory, StaffMemberFactory
from tests.factories.mergers import NOON

pytestmark = pytest.mark.both_databases

PEOPLE = {"办公室": 1, "预算科": 3, "国库科": 1, "会计科": 1, "税政科": 2}


@pytest.fixture
def small(department: Department) -> Department:
    """Five sections, three of one person; the office is the only one of its kind."""
    for position, (name, people) in enumerate(PEOPLE.items()):
        kind = "general" if name == "办公室" else "business"
        section = SectionFactory.create(
            department=department, name=name, position=position, kind=kind, headcount=people
        )
        DutyFactory.create(section=section, text=f"负责{name}的年度工作")
        StaffMemberFactory.create_batch(people, section=section)
    return department


@pytest.fixture
def plan(small: Department, clerk) -> MergePlan:
    """The best plan of three big sections by the region's own rules."""
    rules = usual_rules(RuleSet.objects.of(small.region))
    request = PlanRequest(count=3, **rules)
    return plans.propose(department=small, request=request, by=clerk, at=NOON)[0]


def test_the_fewest_come_first_and_what_is_left_is_explained(log_in, clerk, plan):
    """The office cannot join business sections: that rule, and nothing else, would have to give."""
    assert (plan.proven, plan.outcome["small"]["ones"]) == (True, 1)
    facts = plan_facts(plan)
    assert facts.one_person_after == 1
    (reason,) = facts.small.reasons
    assert "办公室" in reason
    assert RULE_NAMES["kind_groups"] in reason
    assert "已证明" in facts.small.title
    rule = next(rule for rule in facts.rules if rule.rule == "fewest_small")
    assert (rule.passed, rule.figures["fewest_ones"]) == (True, 1)
    page = log_in(clerk).get(reverse("plan_detail", args=[plan.pk]))
    assert reason in page.text
    assert [faults for _, faults in stored_checks()] == [[]]


def test_a_move_that_leaves_one_more_alone_breaks_the_rule_until_it_is_undone(clerk, plan):
    """Such a plan may score more than the best one: the bound says nothing about it."""
    alone = next(
        placement.section
        for placement in plan.placements.select_related("section", "big_section")
        if PEOPLE[placement.section.name] == 1 and placement.big_section.placements.count() > 1
    )
    before = plan.objective, plan.bound
    edits.found_big_section(plan=plan, section=alone, name="新设科", by=clerk, at=NOON)
    plan.refresh_from_db()
    broken = [rule.rule for rule in plan_facts(plan).rules if not rule.passed]
    assert "fewest_small" in broken
    assert (plan.bound, plan.proven, plan.certificate) == (None, False, None)
    undo.undo(plan=plan, by=clerk, at=NOON)
    plan.refresh_from_db()
    assert (plan.objective, plan.bound, plan.proven) == (*before, True)
    assert [faults for _, faults in stored_checks()] == [[]]


@pytest.mark.parametrize(
    ("flags", "ones"),
    [((), 1), (("--mix-kinds",), 0), (("--small", "0", "--max-posts", "3"), None)],
)
def test_the_command_takes_the_rules_of_the_region_and_its_own(small, flags, ones):
    out = StringIO()
    call_command("plan_merges", small.name, "--count", "3", *flags, "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    assert printed["status"] == "optimal"
    assert printed.get("small", {}).get("ones") == ones
    obstacles = printed.get("small", {}).get("obstacles", [])
    assert [one["sections"] for one in obstacles] == ([["办公室"]] if ones else [])
    rules = MergePlan.objects.get().problem["rules"]
    assert (rules["max_posts"] == 3) == ("--max-posts" in flags)


def test_the_terminal_says_what_the_page_says(small):
    out = StringIO()
    call_command("plan_merges", small.name, "--count", "3", stdout=out)
    facts = plan_facts(MergePlan.objects.get())
    assert all(words in out.getvalue() for words in (facts.small.title, *facts.small.reasons))


def test_sections_that_cannot_all_be_helped_are_named_together_in_every_plan(small, clerk):
    """Four of five leave one merge for three one-person sections; alternatives name their own."""
    request = PlanRequest(count=4, fewest_small=1, alternatives=2)
    found = plans.propose(department=small, request=request, by=clerk, at=NOON)
    assert len(found) == 3
    for plan in found:
        facts = plan_facts(plan)
        alone = {m.name for big in facts.big_sections for m in big.members if big.people <= 1}
        (reason,) = facts.small.reasons
        assert {name for name in PEOPLE if f"“{name}”" in reason} == alone
        assert RULE_NAMES["count"] in reason
