"""The audit trail as a table to keep, for Excel or as CSV."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.audit.wording import change_lines, verb_words
from bigsection.errors import Invalid
from bigsection.web.downloads import CSV, EXCEL, Cell, Sheet, csv_of, download, workbook_of
from departments import permissions
from departments.actions import exports
from departments.forms.choosing import labelled
from departments.queries import trail
from departments.scope import place_of, regions_seen
from departments.views.audit_trail import wanted_by

MOST_ROWS = 50_000
COLUMNS = (
    *(("时间", 20), ("操作人", 14), ("登录名", 14), ("动作", 16), ("部门或地区", 28)),
    *(("对象", 40), ("改变", 70), ("理由", 40), ("封存序号", 10), ("校验码", 68)),
)
WRITERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "xlsx": (workbook_of, EXCEL),
    "csv": (csv_of, CSV),
}


@require_safe
def audit_export(request: HttpRequest, as_format: str) -> HttpResponse:
    """The events that the filters of the page leave, newest first; noted in the trail itself."""
    user = user_of(request)
    permissions.check_see_audit(user)
    events = trail.events_of(user, wanted_by(request))
    if events[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise Invalid(f"记录超过 {MOST_ROWS:,} 条，没有导出。", hint="请先用日期缩小范围。")
    at, listed = timezone.now(), trail.placed(events.select_related("seal"))
    exports.note(
        "audit.export", by=user, at=at, of=place_of(user), file=as_format, counts=len(listed)
    )
    write, kind = WRITERS[as_format]
    data = write(Sheet("审计记录", COLUMNS, _rows(listed, bool(regions_seen(user))), filtered=True))
    return download(data, f"审计记录-{timezone.localdate(at):%Y-%m-%d}.{as_format}", kind)


def _rows(listed: list[trail.Placed], several: bool) -> Iterator[tuple[Cell, ...]]:
    for one in listed:
        event, seal = one.event, getattr(one.event, "seal", None)
        actor = event.actor
        yield (
            timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            str(actor) if actor else "",
            actor.username if actor else "",
            verb_words(event.verb),
            labelled(one.place, one.region) if several and one.region else one.place,
            event.subject_label,
            "；".join(change_lines(event.changes)),
            event.reason,
            seal.number if seal else None,
            seal.hash if seal else "",
        )
