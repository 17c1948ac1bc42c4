"""Carrying an approved plan out into the live structure; called inside the approval."""

from __future__ import annotations

from datetime import datetime

from bigsection.accounts.models import User
from bigsection.errors import Conflict
from departments.actions.structure_changes import structure_changed
from departments.models import Duty, LifecycleStatus, Section, StaffMember, WorkItem
from mergers.actions import create_sections, move_duties, staffing
from mergers.actions.execution_context import ExecutionContext, ground_of
from mergers.domain.headcounts import people_at_work, rosters_of
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan


class Unbalanced(Conflict):
    """Something would be lost: the execution is rolled back with the approval."""


def carry_out(plan: MergePlan, *, by: User, at: datetime) -> None:
    """Write the plan into the live structure; must run in the transaction of the approval.

    合并: members are abolished, and a new section takes over. 合署 and 统筹: members keep names,
    posts and ranks, and get a common group; what comes from outside lands in the largest of them.
    新设: a section is founded of what others give. 撤销: a section ends, its people go where the
    plan says. Every duty, work item, person, post and quota then goes to its new section. Raises
    Unbalanced when a duty or a person would be lost.
    """
    context = ground_of(plan, by=by, at=at)
    create_sections.dissolve_groups(context)
    create_sections.set_up(context)
    move_duties.move_duties(context)
    move_duties.carry_links_over(context)
    staffing.move_people(context)
    staffing.move_quotas(context)
    staffing.settle_headcounts(context)
    create_sections.write_successions(context)
    check_balance(context)
    given = {move.section for move in context.arrangement.transfers if move.section is not None}
    receivers = Section.objects.filter(pk__in=given).values_list("department", flat=True)
    structure_changed({plan.department_id, *receivers})


def check_balance(context: ExecutionContext) -> None:
    """Raise Unbalanced unless every duty of the baseline is in force in a standing section or ended
    with a reason, everybody works in a standing section, there are as many people as before, and
    nothing is left behind in a section that the plan has abolished.
    """
    lost = [*_lost_duties(context), *_lost_people(context), *_left_behind(context)]
    if lost:
        raise Unbalanced(
            f"执行后不守恒，已全部撤回：{'；'.join(lost[:5])}。", hint="请联系系统管理员。"
        )


def _lost_duties(context: ExecutionContext) -> list[str]:
    sections = snapshot_of(context.plan).sections
    texts = {pk: text for section in sections for pk, text in section.duties}
    rows = Duty.of_all_times.filter(pk__in=texts).select_related("section")
    safe = {
        duty.pk
        for duty in rows
        if (duty.ended_on and duty.end_reason)
        or (duty.ended_on is None and duty.section.standing == LifecycleStatus.ACTIVE)
    }
    return [f"职责“{text}”没有落处" for pk, text in texts.items() if pk not in safe]


def _left_behind(context: ExecutionContext) -> list[str]:
    """What still stands in the sections that ended; of a duty that ended its work items may."""
    ended = [place.section for place in context.arrangement.places if context.ends(place)]
    duties = Duty.objects.filter(section__in=ended).values_list("text", flat=True)
    staff = StaffMember.objects.filter(section__in=ended).values_list("name", flat=True)
    items = WorkItem.objects.filter(section__in=ended)
    items = items.exclude(duty__in=Duty.of_all_times.filter(ended_on__isnull=False))
    matters = items.values_list("matter", flat=True)
    return [
        *(f"职责“{text}”留在撤销的科室" for text in duties),
        *(f"{name}留在撤销的科室" for name in staff),
        *(f"工作事项“{matter}”留在撤销的科室" for matter in matters),
    ]


def _lost_people(context: ExecutionContext) -> list[str]:
    staff = [pk for section in snapshot_of(context.plan).sections for pk in section.staff]
    homeless = StaffMember.objects.standing().filter(pk__in=staff)
    homeless = homeless.exclude(section__standing=LifecycleStatus.ACTIVE)
    words = [f"{name}没有科室" for name in homeless.values_list("name", flat=True)]
    standing = Section.objects.standing().filter(department=context.department)
    rosters = rosters_of(standing)
    after = sum(people_at_work(section, rosters[section.pk]) for section in standing)
    before = sum(context.people.values())
    return words if after == before else [*words, f"人数 {before} 变为 {after}"]
