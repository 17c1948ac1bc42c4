"""The list of plans: which there are, where they stand, and their key figures side by side."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.keyset import keyset_page
from bigsection.web.rendering import render_page
from departments.queries.directory import department_chosen
from departments.scope import departments_seen, region_chosen
from mergers.forms.plans import PlanFilterForm
from mergers.models import PlanStatus
from mergers.queries import plans as queries

PER_PAGE = 50


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans a person may see, newest first, narrowed by region, department and status."""
    user = user_of(request)
    region = region_chosen(user, request.GET)
    narrowing = PlanFilterForm(request.GET, among=departments_seen(user, region)).good()
    plans = queries.plans_for_list(user, region=region, **narrowing)
    page = keyset_page(plans, request.GET.get("page"), PER_PAGE, keys_first=True)
    context = {
        "page": page,
        "statuses": PlanStatus.choices,
        "region": region,
        **narrowing,
        "narrowed": bool(region or narrowing),
        "department": department_chosen(user, narrowing.get("department")),
    }
    return render_page(request, "mergers/plan_list.html", context)
