"""Checks of leadership posts: holders against authorised posts, these against the region's rule."""

import pytest

from departments.models import LifecycleStatus, Post, PostLevel, RuleSet, Section
from tests.factories import DepartmentFactory, RegionFactory, SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def hold(section: Section, *levels: str, **holder) -> None:
    for level in levels:
        person = StaffMemberFactory.create(section=section, **holder)
        Post.objects.create(
            department=section.department,
            section=section,
            holder=person,
            title="职务",
            level=level,
        )


def test_more_holders_than_authorised_posts_are_found(run, department) -> None:
    chiefs, deputies, full, unstated = (
        SectionFactory.create(department=department, chief_posts=a, deputy_posts=b)
        for a, b in ((1, 1), (1, 0), (1, 1), (None, None))
    )
    hold(chiefs, PostLevel.CHIEF, PostLevel.CHIEF, PostLevel.DEPUTY)
    hold(deputies, PostLevel.CHIEF, PostLevel.DEPUTY)
    hold(full, PostLevel.CHIEF, PostLevel.DEPUTY, PostLevel.MEMBER)
    hold(full, PostLevel.CHIEF, standing=LifecycleStatus.ABOLISHED)
    hold(unstated, PostLevel.CHIEF, PostLevel.CHIEF)
    details = {found.section_id: found.detail for found in run("posts_over_authorised")}
    assert details == {
        chiefs.pk: "正职核定 1 名，实配 2 名，超 1 名。",
        deputies.pk: "副职核定 0 名，实配 1 名，超 1 名。",
    }


def test_posts_over_the_default_rule_are_found_at_its_steps(run, department) -> None:
    sizes = {4: 2, 5: 2, 9: 3, 10: 3, 30: 4}
    sections = {
        quota: SectionFactory.create(
            department=department, quota=quota, chief_posts=1, deputy_posts=posts - 1
        )
        for quota, posts in sizes.items()
    }
    over = {found.section_id: found.detail for found in run("posts_over_rule")}
    assert set(over) == {sections[4].pk, sections[9].pk, sections[30].pk}
    assert over[sections[9].pk] == "编制 9 名，按规则可设 2 名领导职数，核定 3 名。"


def test_a_region_is_judged_by_its_own_rule_set(run, region) -> None:
    RuleSet.objects.create(region=region, posts_rule=[[10, 3], [20, 5]])
    elsewhere = DepartmentFactory.create(region=RegionFactory.create(code="990200", name="邻市"))
    ours = DepartmentFactory.create(region=region)
    figures = {"quota": 4, "chief_posts": 1, "deputy_posts": 2}
    SectionFactory.create(department=ours, **figures)
    theirs = SectionFactory.create(department=elsewhere, **figures)
    large = SectionFactory.create(department=ours, quota=40, chief_posts=1, deputy_posts=5)
    assert {found.section_id for found in run("posts_over_rule")} == {theirs.pk, large.pk}


def test_people_count_where_no_quota_is_stated_and_nothing_where_neither_is(run, department):
    counted, unknown = (
        SectionFactory.create(
            department=department, quota=None, headcount=n, chief_posts=1, deputy_posts=1
        )
        for n in (3, None)
    )
    (found,) = run("posts_over_rule")
    assert found.section_id == counted.pk != unknown.pk
    assert found.detail.startswith("实有 3 名")
