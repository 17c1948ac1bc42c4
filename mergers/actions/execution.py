"""Carrying an approved plan out into the live structure; called inside the approval."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.record import record
from departments.models import (
    GroupMode,
    Post,
    Quota,
    Section,
    SectionGroup,
    StaffMember,
    Standing,
    Succession,
)
from departments.pinyin import initials_of
from mergers.models import BigSection, MergePlan, PlanMode
from mergers.posts import leadership_posts


def carry_out(plan: MergePlan, *, by: User, at: datetime) -> None:
    """Write the plan into the live structure; must run in the transaction of the approval.

    合并: members are abolished, and a new section takes over every duty, work item, person, post
    and quota. 合署 and 统筹: members keep names, posts and ranks, and get a common group.
    """
    _dissolve_groups(plan, by=by, at=at)
    for big in plan.big_sections.prefetch_related("placements__section"):
        members = [placement.section for placement in big.placements.all()]
        if len(members) == 1:
            _keep(plan, big, members[0], by=by, at=at)
        elif plan.mode == PlanMode.MERGE:
            _merge(plan, big, members, by=by, at=at)
        else:
            _group(plan, big, members, by=by, at=at)


def _dissolve_groups(plan: MergePlan, *, by: User, at: datetime) -> None:
    """End the groups of before: a plan places every section, so none of them goes on."""
    for group in plan.department.groups.filter(standing=Standing.ACTIVE):
        names = list(group.sections.values_list("name", flat=True))
        group.sections.update(group=None)
        SectionGroup.objects.filter(pk=group.pk).update(standing=Standing.ABOLISHED)
        _note("group.dissolve", group, plan, by, at, {"members": [names, None]})


def _keep(plan: MergePlan, big: BigSection, section: Section, *, by: User, at: datetime) -> None:
    """A section on its own stays as it is; only its name may be another."""
    if big.name == section.name or plan.mode != PlanMode.MERGE:
        return
    old = section.name
    Section.objects.filter(pk=section.pk).update(name=big.name, initials=initials_of(big.name))
    section.name = big.name
    _note("section.rename", section, plan, by, at, {"name": [old, big.name]})


def _merge(
    plan: MergePlan, big: BigSection, members: list[Section], *, by: User, at: datetime
) -> None:
    """Abolish the members and let a new section take everything over."""
    today = timezone.localtime(at).date()
    pks = [member.pk for member in members]
    Section.objects.filter(pk__in=pks).update(
        standing=Standing.ABOLISHED, abolished_on=today, group=None
    )
    new = Section.objects.create(
        department=plan.department,
        name=big.name,
        initials=initials_of(big.name),
        position=min(member.position for member in members),
        established_on=today,
        **_joint_figures(plan, members),
    )
    for position, duty in enumerate(d for member in members for d in member.duties.all()):
        duty.section, duty.position = new, position
        duty.save(update_fields=["section", "position"])
    for member in members:
        member.work_items.update(section=new)
    StaffMember.objects.filter(section__in=pks).update(section=new)
    Post.objects.filter(section__in=pks).update(section=new)
    _move_quotas(new, pks)
    Succession.objects.bulk_create(
        Succession(predecessor=member, successor=new, on=today, source=plan.title)
        for member in members
    )
    for member in members:
        _note("section.abolish", member, plan, by, at, {"successor": [None, new.name]})
    names = [member.name for member in members]
    _note("section.establish", new, plan, by, at, {"origins": [None, names]})


def _group(
    plan: MergePlan, big: BigSection, members: list[Section], *, by: User, at: datetime
) -> None:
    """Put the members under one big section; nothing of their own changes."""
    group = SectionGroup.objects.create(
        department=plan.department,
        name=big.name,
        mode=GroupMode(plan.mode),
        established_on=timezone.localtime(at).date(),
    )
    Section.objects.filter(pk__in=[member.pk for member in members]).update(group=group)
    names = [member.name for member in members]
    _note("group.establish", group, plan, by, at, {"members": [None, names]})


def _joint_figures(plan: MergePlan, members: list[Section]) -> dict[str, Any]:
    """Figures of the new section: sums where any is known, posts by the region's rule."""
    people = _sum(members, "headcount")
    if people is None:
        people = StaffMember.objects.standing().filter(section__in=members).count()
    old_posts = [(member.chief_posts or 0) + (member.deputy_posts or 0) for member in members]
    posts = min(leadership_posts(plan.department.region, people), max(sum(old_posts), 1))
    kinds = Counter(member.kind for member in members)
    lines = list(dict.fromkeys(line for member in members for line in member.lines))
    return {
        "kind": kinds.most_common(1)[0][0],
        "lines": lines,
        "quota": _sum(members, "quota"),
        "headcount": _sum(members, "headcount"),
        "chief_posts": 1,
        "deputy_posts": posts - 1,
    }


def _sum(members: list[Section], field: str) -> int | None:
    """The sum over members that state the figure; None when none does."""
    known = [getattr(member, field) for member in members]
    stated = [value for value in known if value is not None]
    return sum(stated) if stated else None


def _move_quotas(new: Section, pks: list[int]) -> None:
    """Add the members' quotas up by type; the old rows stay with the abolished sections."""
    totals: dict[str, int | None] = {}
    for quota in Quota.objects.filter(section__in=pks):
        before = totals.get(quota.quota_type)
        add = quota.authorised
        totals[quota.quota_type] = before if add is None else (before or 0) + add
    Quota.objects.bulk_create(
        Quota(department=new.department, section=new, quota_type=quota_type, authorised=authorised)
        for quota_type, authorised in totals.items()
    )


def _note(
    verb: str,
    subject: Section | SectionGroup,
    plan: MergePlan,
    by: User,
    at: datetime,
    changes: dict[str, Any],
) -> None:
    """Record one change of the live structure, with the plan as its reason."""
    record(
        verb,
        subject,
        by=by,
        at=at,
        region_code=plan.department.region.code,
        department_id=plan.department_id,
        reason=f"方案 {plan.pk}：{plan.title}",
        changes=changes,
    )
