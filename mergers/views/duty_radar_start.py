"""The way in to 职责交叉: the largest region that a person sees."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from departments.models import LifecycleStatus
from mergers.queries.boundaries import regions_with_radar


@require_safe
def duty_radar_start(request: HttpRequest) -> HttpResponse:
    """Lead to the region with most departments; Missing for a person who sees one department only."""
    counted = regions_with_radar(user_of(request)).annotate(
        size=Count("departments", filter=Q(departments__standing=LifecycleStatus.ACTIVE))
    )
    region = counted.order_by("-size", "code").first()
    if region is None:
        raise Missing(
            "职责交叉要比较各部门的职责，您只能查看自己的部门。",
            hint="本部门职责的裁定结果在部门页面的“职责”标签中。",
        )
    return redirect("duty_radar", region.pk)
