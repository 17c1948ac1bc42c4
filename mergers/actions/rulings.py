"""Rulings of the staffing office on duties that look like one: rule, revise, revoke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen, fingerprint
from bigsection.errors import ChangedSince, Conflict, Invalid
from bigsection.jobs import running
from bigsection.jobs.models import OPEN, Job
from bigsection.web.templatetags.figures import moment
from departments.models import Duty, Region, Section
from mergers import permissions
from mergers.models import DutyRuling, PlanStatus, RulingVerdict
from mergers.models.duty_ruling import UNRULED
from mergers.planning.radar import JOB, DutyPair
from mergers.queries.boundaries import open_carriers

UNRELATED_WORDS = "两项职责内容不同，不属于职责交叉。"
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: a verdict of `RulingVerdict`, the boundary in words, and its document.

    A transfer names who gives (a or b) and the section that receives.
    """

    verdict: str
    boundary: str = ""
    document_number: str = ""
    giving: str = ""
    receiver: Section | None = None


def compare_soon(*, region: Region, by: User, at: datetime) -> Job:
    """Compare all duties of a large region in the background; a comparison under way is joined."""
    waiting = Job.objects.filter(kind=JOB, owner=by, status__in=OPEN)
    for job in waiting:
        if job.arguments.get("region_pk") == region.pk:
            return job
    title = f"比较{region}各部门的职责"
    return running.start(JOB, title=title, by=by, at=at, region_pk=region.pk)


@transaction.atomic
def rule(
    *,
    region: Region,
    pair: DutyPair,
    decision: Decision,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> DutyRuling:
    """Decide on a pair of duties and keep the boundary.

    Raises NotAllowed for anybody but an officer of the region, Invalid for a decision that is not
    whole, Conflict when the pair was decided meanwhile or a duty has changed, ChangedSince when the
    person has ``seen`` a ruling that is gone.
    """
    # Imports and approvals hold the region before they touch its duties: the same order here.
    Region.objects.select_for_update().get(pk=region.pk)
    permissions.check_rule(by, region)
    check_seen(
        seen,
        UNRULED,
        lambda: ChangedSince("这条裁定已被他人撤销，没有写入任何内容。", hint="请刷新页面。"),
    )
    duty_a, duty_b = _current(pair.a.pk, pair.a.text), _current(pair.b.pk, pair.b.text)
    ruling = DutyRuling(
        region=region,
        pair_hash=pair.hash,
        department_a_id=pair.a.department,
        department_b_id=pair.b.department,
        duty_a=duty_a,
        duty_b=duty_b,
        text_a=pair.a.text,
        text_b=pair.b.text,
        similarity=pair.likeness,
        by=by,
        at=at,
    )
    _decide(ruling, decision)
    try:
        with transaction.atomic():
            ruling.save()
    except IntegrityError as error:
        raise Conflict(
            "这对职责刚刚已有裁定。", hint="请刷新页面查看；需要时可以修改裁定。"
        ) from error
    _record(
        "duty.rule", ruling, by, at, {name: [None, new] for name, new in _words(ruling).items()}
    )
    return ruling


@transaction.atomic
def rule_all(
    *,
    region: Region,
    pairs: Sequence[DutyPair],
    decision: Decision,
    by: User,
    at: datetime,
    seen: str | None = None,
    seen_pairs: str | None = None,
) -> list[DutyRuling]:
    """The same decision on several pairs of one matter, all or none of them.

    ``seen_pairs`` is ``pairs_version`` of those that the person has seen. Invalid for a transfer:
    each names its own giver and receiver.
    """
    check_seen(
        seen_pairs,
        pairs_version(pairs),
        lambda: ChangedSince(
            "同一事项的职责对有变化，没有写入任何内容。",
            hint="请刷新页面，看过其余各对后再同样裁定。",
        ),
    )
    if len(pairs) > 1 and decision.verdict == RulingVerdict.TRANSFER:
        raise Invalid("划转要逐对裁定。", hint="请取消“同样裁定”，或改选其他裁定结果。")
    about: dict[str, Any] = {"region": region, "decision": decision, "by": by, "at": at}
    return [rule(pair=pair, seen=seen, **about) for pair in pairs]


def pairs_version(pairs: Iterable[DutyPair]) -> str:
    """Which pairs a person has before them."""
    return fingerprint(sorted(pair.hash for pair in pairs))


@transaction.atomic
def revise(
    *, ruling: DutyRuling, decision: Decision, by: User, at: datetime, seen: str | None = None
) -> DutyRuling:
    """Decide anew. What an open plan carries, or was carried out, cannot be turned around."""
    ruling = _locked(ruling, by, seen)
    before = _words(ruling)
    _decide(ruling, decision)
    after = _words(ruling)
    changed = {name: [before[name], new] for name, new in after.items() if new != before[name]}
    if not changed:
        raise Invalid("裁定没有变化。", hint="请修改后再保存，或返回。")
    if set(changed) & {"verdict", "giving", "receiver"}:
        _check_free(ruling, "改变划转")
    if "boundary" in changed:
        _check_undecided(ruling)
    ruling.by, ruling.at = by, at
    ruling.save()
    _record("duty.rule", ruling, by, at, changed)
    return ruling


@transaction.atomic
def revoke(
    *, ruling: DutyRuling, by: User, at: datetime, reason: str, seen: str | None = None
) -> None:
    """Take a ruling back: the pair is open again. Invalid without a reason."""
    ruling = _locked(ruling, by, seen)
    if not reason.strip():
        raise Invalid("撤销裁定必须写明理由。", hint="请填写理由。")
    _check_free(ruling, "撤销裁定")
    changes = {name: [old, None] for name, old in _words(ruling).items()}
    _record("duty.unrule", ruling, by, at, changes, reason.strip())
    ruling.delete()


def _locked(ruling: DutyRuling, by: User, seen: str | None) -> DutyRuling:
    """The ruling as it is now, held until the end of the transaction; ChangedSince, with what it says
    now, when the person has ``seen`` another.
    """
    found = (
        DutyRuling.objects.select_for_update(of=("self",))
        .select_related("region", "department_a", "department_b", "receiver__department", "by")
        .filter(pk=ruling.pk)
        .first()
    )
    if found is None:
        raise Conflict("这条裁定已被撤销。", hint="请刷新页面。")
    permissions.check_rule(by, found.region)
    stands = f"{moment(found.at)} {found.by} 裁定：{found.get_verdict_display()}。{found.boundary}"
    check_seen(
        seen,
        found.version,
        lambda: ChangedSince(
            "您打开页面以后，这对职责已有别的裁定，没有写入任何内容。",
            hint="请刷新页面，看过现在的裁定后再办理。",
            since=[stands],
        ),
    )
    return found


def _check_free(ruling: DutyRuling, what: str) -> None:
    """Refuse to turn a transfer around that has gone further than this page."""
    if ruling.executed_at is not None:
        raise Conflict(f"划转已经执行，不能{what}。", hint="如需再调整，请对划转后的职责另行裁定。")
    plans = open_carriers(ruling)
    if plans:
        names = "、".join(f"“{plan.department} {plan.title}”" for plan in plans)
        raise Conflict(
            f"方案{names}已列入这项划转，不能{what}。", hint="请先在方案中移出这项划转。"
        )


def _check_undecided(ruling: DutyRuling) -> None:
    """Refuse to change the words that leaders are deciding upon: a plan quotes them as its reason."""
    plans = [plan for plan in open_carriers(ruling) if plan.status == PlanStatus.SUBMITTED]
    if plans:
        raise Conflict(
            f"方案“{plans[0].department} {plans[0].title}”已列入这项划转并提交审批，不能修改边界说明。",
            hint="请等待审批结果，或先撤回方案。",
        )


def _current(pk: int, text: str) -> Duty:
    """The duty in force, held until the end of the transaction."""
    duty = Duty.objects.select_for_update().filter(pk=pk, text=text).first()
    if duty is None:
        raise Conflict("这对职责已有变动。", hint="请刷新“职责交叉”页面后重新选择。")
    return duty


def _decide(ruling: DutyRuling, decision: Decision) -> None:
    """Write a whole decision into the ruling; Invalid when something is missing."""
    if decision.verdict not in RulingVerdict.values:
        raise Invalid("没有选择裁定结果。", hint="请选择“各自保留”、“划转归并”或“不是同一职责”。")
    unrelated = decision.verdict == RulingVerdict.UNRELATED
    boundary = decision.boundary.strip() or (UNRELATED_WORDS if unrelated else "")
    if not boundary:
        raise Invalid("没有填写边界说明。", hint="请写明两个部门各自负责什么。")
    if len(boundary) > LONGEST:
        raise Invalid(f"边界说明不超过 {LONGEST} 字。", hint="请写得短些。")
    transfer = decision.verdict == RulingVerdict.TRANSFER
    if transfer:
        _check_transfer(ruling, decision)
    ruling.verdict, ruling.boundary = decision.verdict, boundary
    ruling.document_number = decision.document_number.strip()
    ruling.giving = decision.giving if transfer else ""
    ruling.receiver = decision.receiver if transfer else None


def _check_transfer(ruling: DutyRuling, decision: Decision) -> None:
    """A duty goes from one of the two departments to a standing section of another."""
    if decision.giving not in ("a", "b"):
        raise Invalid("没有选择由哪个部门划出。", hint="请选择划出的一方。")
    receiver = decision.receiver
    if receiver is None:
        raise Invalid("没有选择划入的科室。", hint="请选择接收职责的科室。")
    giver = ruling.department_a_id if decision.giving == "a" else ruling.department_b_id
    if receiver.department_id == giver:
        raise Invalid("划入的科室属于划出的部门。", hint="部门内部的职责划转请在整合方案中办理。")
    if receiver.standing != "active" or receiver.department.region_id != ruling.region_id:
        raise Invalid("划入的科室已撤销，或不在本地区。", hint="请重新选择划入的科室。")


def _words(ruling: DutyRuling) -> dict[str, Any]:
    """What the audit trail says of a ruling; fields that say nothing are left out later."""
    receiver = ruling.receiver
    giver = {"a": ruling.department_a, "b": ruling.department_b}.get(ruling.giving)
    return {
        "verdict": ruling.verdict,
        "giving": str(giver) if giver else "",
        "receiver": f"{receiver.department} · {receiver}" if receiver else "",
        "boundary": ruling.boundary,
        "document_number": ruling.document_number,
    }


def _record(
    verb: str,
    ruling: DutyRuling,
    by: User,
    at: datetime,
    changes: dict[str, list[Any]],
    reason: str = "",
) -> None:
    """One event of the region: a department's own history must not quote another's duties."""
    said = {name: pair for name, pair in changes.items() if any(pair)}
    record(verb, ruling, by=by, at=at, of=ruling.region, reason=reason, changes=said)
