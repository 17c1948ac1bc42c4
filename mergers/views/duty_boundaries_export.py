"""职责边界 as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from mergers.forms.rulings import BoundaryFilterForm
from mergers.presenting import register
from mergers.presenting.rulings_xlsx import boundary_workbook
from mergers.queries import boundaries


@require_safe
def duty_boundaries_export(request: HttpRequest, pk: int) -> HttpResponse:
    """All rulings that the register shows with these filters."""
    region = boundaries.get_region(user_of(request), pk)
    wanted = BoundaryFilterForm(request.GET, among=region.departments.all()).wanted()
    listed = register.Register(boundaries.rulings_of(region), wanted)
    name = f"职责边界-{region}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return download(boundary_workbook(listed), name)
