"""职责边界: the register of all rulings of a region."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import render_page
from departments.queries.directory import department_chosen
from mergers import permissions
from mergers.forms.rulings import BoundaryFilterForm
from mergers.models import RulingVerdict
from mergers.presenting import register
from mergers.queries import boundaries

PER_PAGE = 25


@require_safe
def duty_boundaries(request: HttpRequest, pk: int) -> HttpResponse:
    """The rulings, newest first, with their state today and the plans that carry them."""
    user = user_of(request)
    region = boundaries.get_region(user, pk)
    wanted = BoundaryFilterForm(request.GET, among=region.departments.all()).wanted()
    listed = register.Register(boundaries.rulings_of(region), wanted)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "region": region,
        "regions": boundaries.regions_with_radar(user),
        "may_rule": permissions.may_rule(user, region),
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "verdicts": RulingVerdict.choices,
        "states": [(name, words) for name, (words, _) in boundaries.STATES.items()],
        "department": department_chosen(user, wanted.department),
        "kept": kept.urlencode(),
    }
    return render_page(request, "mergers/duty_boundaries.html", context)
