"""Binding decisions upon a plan, and edits of it, to the version that was seen."""

from django.urls import reverse

from bigsection.audit.models import AuditEvent
from bigsection.audit.seen import check_seen, told
from bigsection.errors import ChangedSince
from mergers.domain.arrangement import Arrangement
from mergers.domain.plan_version import parts_of, version_hash
from mergers.models import MergePlan

HINT = "请重新打开方案，看过最新的内容后再办理；您填写的内容还在页面上，可以先复制。"


def check_plan_seen(plan: MergePlan, arrangement: Arrangement, seen: str | None) -> None:
    """Raise ChangedSince, telling what happened to the locked plan since, when ``seen`` is another
    version than the one it has now; None is for callers that hold the plan themselves.
    """
    event, hashed = parts_of(seen or "")
    check_seen(
        None if seen is None else hashed,
        version_hash(plan, arrangement),
        lambda: _changed(plan, event),
    )


def _changed(plan: MergePlan, event: int) -> ChangedSince:
    way = ("看最新的方案", reverse("plan_detail", args=[plan.pk]))
    if not event:
        return ChangedSince("没有说明看过的是方案的哪一版，没有写入任何内容。", hint=HINT, way=way)
    since = told(AuditEvent.objects.of(plan).filter(pk__gt=event).select_related("actor"))
    message = "您打开页面以后，方案又有变化，没有写入任何内容。"
    if not since:
        message = "您打开页面以后，名册的变动改变了方案的内容，没有写入任何内容。"
    return ChangedSince(message, hint=HINT, since=since, way=way)
