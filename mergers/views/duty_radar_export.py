"""职责交叉 as an Excel workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from bigsection.web.downloads import download
from mergers.forms.rulings import RadarFilterForm
from mergers.planning import radar
from mergers.presenting import radar as presenting
from mergers.presenting.rulings_xlsx import radar_workbook
from mergers.queries import boundaries


@require_safe
def duty_radar_export(request: HttpRequest, pk: int) -> HttpResponse:
    """All pairs that the list shows with these filters, in its order."""
    region = boundaries.get_region(user_of(request), pk)
    found = radar.radar_of(region)
    if found is None:
        raise Conflict("各部门的职责还没有比较。", hint="请在“职责交叉”页面先开始比较。")
    ruled = boundaries.ruled_pairs(region)
    choice = RadarFilterForm(request.GET, among=region.departments.all()).choice()
    pairs = presenting.in_order(found, presenting.chosen_pairs(found, choice, ruled))
    rulings = boundaries.rulings_by_hash(region, [pair.hash for pair in pairs])
    states = {one.ruling.pair_hash: one for one in boundaries.boundaries_of(rulings.values())}
    name = f"职责交叉-{region}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return download(radar_workbook(pairs, states), name)
