"""The sample tells the first reform: sections that work together by 合署, and a merge proper."""

import pytest

from departments.models import Department, Region
from departments.structure_size import StructureSize
from mergers.management.commands.load_sample import (
    CITY,
    MERGED,
    REFORMED,
    WHOLE_CITY,
    WORKBOOKS,
    Command,
    story_of,
)
from mergers.models import MergePlan
from mergers.planning import plan_facts
from mergers.sample.people import create_accounts

pytestmark = pytest.mark.slow

DOCUMENTED = (
    {"干部调配科", "干部信息科"},
    {"干部一科", "县(市)区绩效考评办"},
    {"干部监督室", "12380举报中心"},
    {"组织科", "指导科"},
    {"组织员办", "党员电化教育科"},
    {"人才科", "企业管理人才中心", "干部培训科"},
)
LINES = {"干部", "人才", "党建"}


@pytest.fixture
def plans(db: None) -> dict[str, MergePlan]:
    """The plans of both departments, as the first start makes them."""
    command, city = Command(), Region.objects.create(code=CITY[0], name=CITY[1])
    departments = [command.department(city, *entry) for entry in WORKBOOKS.items()]
    create_accounts(departments, [city], "a-password-of-tests")
    command.calibrate(city)
    made = zip(departments, ("co-locate", "merge"), strict=True)
    return {one.name: command.plan(one, mode) for one, mode in made}


@pytest.mark.both_databases
def test_the_sample_shows_both_ways_of_the_first_reforms(plans: dict[str, MergePlan]) -> None:
    reformed, merged = plans[REFORMED], plans[MERGED]
    assert (reformed.before, reformed.after) == (StructureSize(18, 18), StructureSize(18, 10))
    assert (merged.before, merged.after) == (StructureSize(25, 25), StructureSize(19, 19))
    for plan in plans.values():
        assert plan.proven
        assert plan.not_assessed == []
        assert (plan.outcome["small"]["proven"], plan_facts(plan).one_person_after) == (True, 0)
        assert plan.calibration is not None
        assert plan.calibration.departments == len(WORKBOOKS)
    facts = plan_facts(reformed)
    assert (facts.one_person_before, facts.one_person_after) == (2, 0)
    groups = [{member.name for member in big.members} for big in facts.big_sections]
    assert all(members in groups for members in DOCUMENTED)
    lines = {line for big in facts.big_sections for own in big.members for line in own.lines}
    assert lines >= LINES
    told = "\n".join(line for plan in plans.values() for line in story_of(plan, "/"))
    assert all(word in told for word in (*LINES, "人才科", "行政政法科", "农业科"))
    assert "大科室（" not in told
    assert Department.objects.filter(name__in=WORKBOOKS, kind="").count() == 0
    assert not set(CITY[1]) & set(WHOLE_CITY[1]) - {"市"}
