"""Rules in words: the limit, the plan's own figure, and where the rule comes from."""

from departments.models import RuleSet
from mergers.planning.fact_types import RuleFact
from mergers.presenting.rules import ASKED, WORDS, on_screen

RULES = RuleSet(name="淮北", source="淮编办〔2024〕1号", max_members=4, max_people=15)


def fact(rule, passed=True, figures=None, breaches=()):
    return RuleFact(rule, rule, passed, figures or {}, breaches)


def test_limit_and_figure_are_words_with_units():
    shown = on_screen(fact("count", figures={"limit": 10.0, "groups": 10.0}), RULES)
    assert (shown.limit, shown.actual, shown.source) == ("恰好 10 个", "10 个", ASKED)


def test_a_limit_of_the_region_names_its_rule_set():
    shown = on_screen(fact("max_members", figures={"limit": 4.0, "worst": 3.0}), RULES)
    assert shown.source == "规则集“淮北”（淮编办〔2024〕1号）"


def test_another_limit_than_the_regions_is_the_authors_own():
    shown = on_screen(fact("max_members", figures={"limit": 6.0, "worst": 3.0}), RULES)
    assert shown.source == ASKED


def test_a_breach_names_the_sections():
    shown = on_screen(fact("must_apart", False, breaches=(("人事科", "办公室"),)), RULES)
    assert (shown.passed, shown.actual, shown.breaches) == (
        False,
        "有不符合的",
        ("人事科、办公室",),
    )


def test_shares_are_per_cent():
    figures = {"limit": 0.85, "share": 0.9, "groups": 9.0, "needed": 9.0}
    shown = on_screen(fact("business_share", figures=figures), RULES)
    assert (shown.limit, shown.actual) == ("不低于 85 %", "90 %")


def test_every_rule_with_figures_has_words():
    names = ("limit", "groups", "worst", "posts", "share", "needed", "people", "ones", "twos")
    figures = dict.fromkeys((*names, "fewest_ones", "fewest_twos"), 1.0)
    for rule, words in WORDS.items():
        assert all(words(figures)), rule
