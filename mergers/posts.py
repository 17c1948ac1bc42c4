"""Leadership posts by the rule set of a region: so many people, so many posts."""

from departments.models import Region, RuleSet


def rule_set_of(region: Region) -> RuleSet:
    """The rule set of a region; an unsaved one with the defaults when it has none."""
    return RuleSet.objects.filter(region=region).first() or RuleSet(region=region)


def leadership_posts(region: Region, people: int) -> int:
    """How many leadership posts a section of ``people`` gets (preset 淮北: up to 4 one, …)."""
    for upper, posts in rule_set_of(region).posts_rule:
        if upper is None or people <= upper:
            return int(posts)
    return int(rule_set_of(region).posts_rule[-1][1])
