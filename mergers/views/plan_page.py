"""What the page of a plan shows, whichever way it came about: its head, and the open tab."""

from typing import Any

from django.http import HttpRequest

from bigsection.accounts.requests import user_of
from mergers import permissions
from mergers.domain.plan_version import version_of
from mergers.domain.snapshot import changed_since
from mergers.domain.workflow import FROZEN
from mergers.forms.plans import MODES
from mergers.models import OPEN_STATUSES, MergePlan, PlanEdit
from mergers.planning import plan_facts
from mergers.planning.recounting import misses_number
from mergers.presenting.duties import tally
from mergers.presenting.faults import with_places
from mergers.presenting.headline import headline
from mergers.presenting.rules import broken_words
from mergers.presenting.unplaced import unplaced_of
from mergers.queries import plans as queries
from mergers.queries.edit_steps import steps_of
from mergers.views.plan_tabs import TABS

FROZEN_WORDS = {
    "submitted": "方案已提交审批，内容已冻结，只能查看。要修改，请先撤回。",
    "executed": "方案已批准并执行，只能查看。要再调整，请按现行机构重新求最优方案。",
    "withdrawn": "方案已作废，只能查看。",
}
OUTDATED_WORDS = "方案拟定后机构有变动，不能再修改、提交或批准，只能查看。"


def page_of(
    request: HttpRequest, plan: MergePlan, tab: str, edit: PlanEdit | None = None
) -> dict[str, Any]:
    """The context of the page with a tab open, after the ``edit`` that was made just now, if any; an
    unknown tab is the overview.
    """
    user = user_of(request)
    facts = plan_facts(plan, edit)
    edit_steps = steps_of(plan, edit)
    tab = tab if tab in TABS else "overview"
    steps = permissions.steps_for(user, plan)
    unplaced = unplaced_of(plan, facts)
    edits = permissions.may_propose(user, plan.department)
    open_now = plan.status in OPEN_STATUSES
    # What is noted as unchanged is not compared again; every action on the plan compares.
    outdated = changed_since(plan) if open_now and plan.outdated is not False else []
    editable = plan.status not in FROZEN
    plan.outdated = bool(outdated)
    may_edit = edits and editable and not outdated
    frozen = OUTDATED_WORDS if outdated and editable else FROZEN_WORDS.get(plan.status, "")
    return {
        "plan": plan,
        "facts": facts,
        "headline": headline(facts, unplaced),
        "bench": unplaced.bench,
        "abolished": unplaced.abolished,
        "tally": tally(facts.destinations),
        "optimum": plan.bound / 1_000_000 if plan.bound is not None and plan.is_judged else None,
        "steps": steps,
        "broken": broken_words(facts.rules),
        "recount": may_edit and misses_number(plan) and not unplaced.bench,
        "word": queries.last_word(plan),
        "outdated": outdated,
        "decides": "approve" in steps,
        "may_edit": may_edit,
        "edit_steps": edit_steps,
        "seen": version_of(plan, facts.arrangement),
        "faults": with_places(facts.faults) if editable and not outdated else (),
        "modes": MODES,
        "frozen": frozen if edits else "",
        "tab": tab,
        "tab_template": f"mergers/_plan_{tab}.html",
        **TABS[tab](request, plan, facts),
    }
