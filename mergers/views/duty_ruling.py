"""One pair of duties that look like one: side by side, why, and the office's ruling on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid, Missing
from departments.models import Region, Section
from mergers import permissions
from mergers.actions import rulings as actions
from mergers.forms.rulings import RadarFilterForm, RulingForm
from mergers.models import RulingVerdict
from mergers.models.duty_ruling import UNRULED
from mergers.planning import radar
from mergers.presenting import ruling_page
from mergers.presenting.ruling_page import PairPage, Way
from mergers.queries import boundaries

VERDICT_WORDS = {
    RulingVerdict.KEEP: "各管一段，用边界说明划清。",
    RulingVerdict.TRANSFER: "一方划给另一方，随划出部门的方案执行。",
    RulingVerdict.UNRELATED: "文字相近，内容不同，不再提示。",
}


@require_http_methods(["GET", "HEAD", "POST"])
def duty_ruling(request: HttpRequest, pk: int, pair_hash: str) -> HttpResponse:
    """The pair; a POST rules on it, or revises the ruling, and leads on to the next pair."""
    user = user_of(request)
    region = boundaries.get_region(user, pk)
    found = radar.radar_of(region)
    page = ruling_page.page_of(region, found, pair_hash)
    if page is None:
        raise Missing("没有这对职责，可能其中一项已经修改。", hint="请从“职责交叉”页面重新选择。")
    choice = RadarFilterForm(request.GET, among=region.departments.all()).choice()
    way = ruling_page.way_from(page, found, choice, boundaries.ruled_pairs(region))
    receivers = _receivers(page)
    if request.method != "POST":
        form = RulingForm(receivers=receivers, initial=_initial(page))
        return _page(request, region, page, way, form)
    permissions.check_rule(user, region)
    form = RulingForm(request.POST, receivers=receivers)
    if form.is_valid():
        try:
            return _ruled(request, user, region, page, way, form)
        except Invalid as refused:
            return _page(request, region, page, way, form, refused, status=422)
    return _page(request, region, page, way, form, status=422)


def _receivers(page: PairPage) -> dict[str, list[Section]]:
    """What a gives goes to a section of b's department, and the reverse."""
    a, b = page.sides
    standing = Section.objects.standing().filter(department__in=[a.department, b.department])
    sections = list(standing.select_related("department"))
    return {
        "a": [section for section in sections if section.department_id == b.department],
        "b": [section for section in sections if section.department_id == a.department],
    }


def _initial(page: PairPage) -> dict[str, Any]:
    """The ruling as it is; for a new one, the other side's own section as the receiver."""
    a, b = page.sides
    usual = {
        "receiver_of_a": b.section.pk if b.section else None,
        "receiver_of_b": a.section.pk if a.section else None,
    }
    if page.boundary is None:
        return usual
    ruling = page.boundary.ruling
    if ruling.giving:
        usual[f"receiver_of_{ruling.giving}"] = ruling.receiver_id
    return usual | {
        "verdict": ruling.verdict,
        "boundary": ruling.boundary,
        "document_number": ruling.document_number,
        "giving": ruling.giving,
    }


def _ruled(
    request: HttpRequest, user: User, region: Region, page: PairPage, way: Way, form: RulingForm
) -> HttpResponse:
    """Keep the decision and lead to the next pair that is open, or back to this one."""
    decision, now = form.decision(), timezone.now()
    seen = request.POST.get("seen", "")
    if page.boundary is not None:
        ruling = page.boundary.ruling
        actions.revise(ruling=ruling, decision=decision, by=user, at=now, seen=seen)
        messages.success(request, f"已修改裁定：{page.title}。")
        return redirect(_address(request, region, page.hash))
    if page.pair is None:
        raise Missing("没有这对职责。", hint="请从“职责交叉”页面重新选择。")
    alike = way.alike if form.cleaned_data["alike"] else ()
    pairs = [page.pair, *alike]
    actions.rule_all(
        region=region,
        pairs=pairs,
        decision=decision,
        by=user,
        at=now,
        seen=seen,
        seen_pairs=request.POST.get("seen_pairs", "") if form.cleaned_data["alike"] else None,
    )
    more = f"，同一事项的其余 {len(alike)} 对一并裁定" if alike else ""
    messages.success(request, f"已裁定：{page.title}{more}。可在“职责边界”中修改或撤销。")
    done = {pair.hash for pair in alike}
    following = way.next if way.next and way.next.hash not in done else None
    if request.POST.get("then") == "next":
        if following:
            return redirect(_address(request, region, following.hash))
        return redirect(reverse("duty_radar", args=[region.pk], query=request.GET))
    return redirect(_address(request, region, page.hash))


def _address(request: HttpRequest, region: Region, name: str) -> str:
    """The page of a pair with the filters of the list, so that the way on stays the chosen one."""
    return reverse("duty_ruling", args=[region.pk, name], query=request.GET)


def _page(
    request: HttpRequest,
    region: Region,
    page: PairPage,
    way: Way,
    form: RulingForm,
    refused: Invalid | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The pair with the form as it stands; editable for officers, until a transfer is executed."""
    may_rule = permissions.may_rule(user_of(request), region)
    executed = page.boundary is not None and page.boundary.state == "executed"
    sent = request.POST
    pairs = [page.pair, *way.alike] if page.pair else way.alike
    context = {
        "region": region,
        "pair_page": page,
        "boundary": page.boundary,
        "shares": ruling_page.why(region, page),
        "points": 100 * page.pair.likeness if page.pair else None,
        "ruled_points": 100 * page.boundary.ruling.similarity if page.boundary else None,
        "way": way,
        "form": form,
        "chosen": {name: str(form[name].value() or "") for name in form.fields},
        "verdicts": [(verdict, verdict.label, VERDICT_WORDS[verdict]) for verdict in RulingVerdict],
        "refused": refused,
        "may_rule": may_rule and not executed,
        "kept": request.GET.urlencode(),
        "seen": sent.get("seen") or (page.boundary.ruling.version if page.boundary else UNRULED),
        "seen_pairs": sent.get("seen_pairs") or actions.pairs_version(pairs),
    }
    return render(request, "mergers/duty_ruling.html", context, status=status)
