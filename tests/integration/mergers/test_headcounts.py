"""How many people work in a section is part of the baseline, and an approval leaves it alone where
nobody comes or goes.
"""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.errors import Conflict
from departments.models import Department, Section
from mergers.actions import approvals, plans
from mergers.domain.snapshot import changed_since
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from tests.integration.mergers.conftest import NOON


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


@pytest.fixture
def unreported(
    department: Department, sections: dict[str, Section], by: dict[str, Any]
) -> MergePlan:
    """A plan for sections that report no headcount: their rosters say how many work there."""
    Section.objects.update(headcount=None)
    return plans.propose(department=department, request=PlanRequest(count=3), **by)[0]


def send_on_leave(section: Section) -> None:
    person = section.staff.first()
    person.employment = "长期病假"
    person.save()


def test_a_person_who_goes_on_leave_changes_the_baseline(
    unreported: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    assert changed_since(unreported) == []
    send_on_leave(sections["会计科"])
    (changed,) = changed_since(unreported)
    assert "“会计科”" in changed
    assert "实有人数" in changed
    with pytest.raises(Conflict, match="“会计科”的实有人数有变动"):
        approvals.submit(plan=unreported, **by)


def test_leave_is_no_change_where_the_department_reports_the_figure(
    plan: MergePlan, sections: dict[str, Section]
) -> None:
    send_on_leave(sections["会计科"])
    assert changed_since(plan) == []


def test_no_section_gets_a_figure_where_nobody_came_or_went(
    unreported: MergePlan, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    approvals.submit(plan=unreported, **by)
    approvals.approve(plan=unreported, by=leader, at=NOON)
    standing = dict(unreported.department.sections.standing().values_list("name", "headcount"))
    assert standing == {"预算科": None, "会计科": None, "办公室": None}
