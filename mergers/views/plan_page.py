"""What the page of a plan shows, whichever way it came about: its head, and the open tab."""

from typing import Any

from django.http import HttpRequest

from bigsection.accounts.requests import user_of
from mergers import permissions, queries
from mergers.baseline import changed_since
from mergers.models import MergePlan
from mergers.planning import plan_facts
from mergers.presenting.headline import headline
from mergers.views.plan_tabs import TABS
from mergers.workflow import FROZEN

OPEN = ("draft", "returned", "submitted")


def page_of(request: HttpRequest, plan: MergePlan, tab: str) -> dict[str, Any]:
    """The context of the page with a tab open; an unknown tab is the overview."""
    user = user_of(request)
    facts = plan_facts(plan)
    tab = tab if tab in TABS else "overview"
    steps = permissions.steps_for(user, plan)
    return {
        "plan": plan,
        "facts": facts,
        "headline": headline(facts),
        "optimum": None if plan.bound is None else plan.bound / 1_000_000,
        "steps": steps,
        "returned": queries.last_return(plan),
        "outdated": changed_since(plan) if plan.status in OPEN else [],
        "decides": "approve" in steps,
        "may_edit": plan.status not in FROZEN and permissions.may_propose(user, plan.department),
        "tab": tab,
        "tab_template": f"mergers/_plan_{tab}.html",
        **TABS[tab](request, plan, facts),
    }
