"""The help page: its terms, and that its table of roles says what the permissions do."""

import pytest
from django.urls import reverse

from bigsection.web.glossary import TERMS
from departments.models import Role
from departments.permissions import may_import, may_see_audit
from mergers.permissions import may_propose, why_not
from tests.factories import MembershipFactory

URL = "/help/"


def test_the_navigation_leads_to_every_term(log_in, outsider):
    client = log_in(outsider)
    assert f'href="{reverse("help")}"' in client.get(reverse("region_overview")).text
    text = client.get(URL).text
    assert all(f'<dt id="{key}">{term.name}' in text for key, term in TERMS.items())


def test_a_search_leaves_the_terms_that_are_asked_for(log_in, clerk, htmx):
    client = log_in(clerk)
    for headers in ({}, htmx):
        text = client.get(URL, {"q": "合署"}, headers=headers).text
        assert '<dt id="co_locate">' in text
        assert '<dt id="p95">' not in text
        assert ("<html" in text) == (not headers)


@pytest.mark.parametrize("role", Role.values)
def test_the_table_says_what_a_role_may_do(log_in, clerk, plan, role):
    """The clerk of the fixture is the author, so that steps are asked of somebody else."""
    place = {"department": plan.department} if role == Role.CLERK else {"department": None}
    user = MembershipFactory.create(role=role, region=plan.department.region, **place).user
    column = Role.values.index(role)
    may = {name: yes[column] for name, yes, _note in log_in(user).get(URL).context["work"]}
    allowed = {
        "导入数据、填写业务往来": may_import(user),
        "求方案、手工调整": may_propose(user, plan.department),
        "查看审计": may_see_audit(user),
        "方案：提交审批": why_not(user, plan, "submit") == "",
        "方案：同意": why_not(user, plan, "approve") == "",
        "方案：作废": why_not(user, plan, "withdraw") == "",
    }
    assert {name: may[name] for name in allowed} == allowed
