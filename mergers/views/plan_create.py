"""Asking for a plan: the form of wishes and rules, and the planner's answer to it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.jobs.models import Job
from bigsection.jobs.views import watch
from departments.models import Department
from departments.scope import get_department
from departments.structure_size import StructureSize
from mergers import permissions
from mergers.actions import plans
from mergers.forms.plans import MODES, PlanRequestForm, usual_counts, usual_rules
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from mergers.queries import boundaries
from mergers.queries import plans as queries
from mergers.queries.boundaries import Boundary


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; a good one is answered with the best plan, a bad one with what is wrong."""
    user = user_of(request)
    department = get_department(user, pk)
    permissions.check_propose(user, department)
    sections = queries.sections_of(department)
    transfers = boundaries.transfers_from(department)
    usual = usual_counts(len(sections)) | usual_rules(department.region)
    usual["rulings"] = [str(one.ruling.pk) for one in transfers if not one.receiver_is_gone]
    sent = request.POST if request.method == "POST" else None
    form = PlanRequestForm(sent, sections=sections, transfers=transfers, initial=usual)
    if sent is None or sent.get("add_row"):
        return _page(request, department, form, transfers)
    refused = None
    if form.is_valid():
        try:
            return solve(request, department, form.plan_request())
        except Invalid as error:
            refused = error
    return _page(request, department, form, transfers, refused, status=422)


def solve(request: HttpRequest, department: Department, wanted: PlanRequest) -> HttpResponse:
    """Ask the planner and go to the best plan, or to the progress of a question that takes longer;
    Invalid when no plan can obey the rules.
    """
    found = plans.propose_soon(
        department=department, request=wanted, by=user_of(request), at=timezone.now()
    )
    if isinstance(found, Job):
        return watch(found, "plan_found", found.pk)
    return to_best(request, found[0], len(found) - 1)


def to_best(request: HttpRequest, best: MergePlan, others: int) -> HttpResponse:
    """Lead to the best plan of an answer, and say how many others there are."""
    more = f"，另有 {others} 个备选方案" if others else ""
    messages.success(request, f"已求出方案“{best.title}”{more}。")
    return redirect("plan_detail", best.pk)


def _page(
    request: HttpRequest,
    department: Department,
    form: PlanRequestForm,
    transfers: Sequence[Boundary],
    refused: Invalid | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The form as it stands, with the refusal of the planner above it."""
    context = {
        "department": department,
        "form": form,
        "sections": form.sections,
        "size": StructureSize(
            len(form.sections), len({one.group_id or -one.pk for one in form.sections})
        ),
        "modes": MODES,
        "refused": refused,
        "count_errors": [
            error for name in ("count", "min_count", "max_count") for error in form[name].errors
        ],
        "together": form.rows_to_show("together"),
        "apart": form.rows_to_show("apart"),
        "count_kind": form["count_kind"].value(),
        "mode": form["mode"].value(),
        "kept": {str(pk) for pk in form["keep"].value() or ()},
        "transfers": transfers,
        "carried": {str(pk) for pk in form["rulings"].value() or ()},
        "incoming": boundaries.transfers_to(department),
    }
    return render(request, "mergers/plan_create.html", context, status=status)
