"""Carrying a plan out: people, posts and quotas get their new sections, and figures follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.models import Post, Quota, Section, StaffMember
from mergers.actions.execution_context import ExecutionContext
from mergers.domain.arrangement import PeopleTransfer
from mergers.domain.headcounts import people_at_work, rosters_of
from mergers.domain.quotas import quotas_of


def move_people(context: ExecutionContext) -> None:
    """Named people go with their duties, all others with their sections; posts go along."""
    for people_transfer in context.arrangement.people_transfers:
        _escort(context, people_transfer)
    for place in context.arrangement.places:
        home = context.home_of(place.section)
        if home.pk != place.section:
            StaffMember.objects.filter(section=place.section).update(section=home)
            Post.objects.filter(section=place.section).update(section=home)


def _escort(context: ExecutionContext, people_transfer: PeopleTransfer) -> None:
    """The people of one move who are known by name, with the posts they hold in their section."""
    target = context.targets[people_transfer.big]
    staff = StaffMember.objects.filter(
        pk__in=people_transfer.staff, section=people_transfer.section
    )
    names = list(staff.values_list("name", flat=True))
    Post.objects.filter(section=people_transfer.section, holder__in=staff).update(section=target)
    staff.update(section=target)
    section = context.sections[people_transfer.section]
    changes: dict[str, Any] = {
        "section": [section.name, target.name],
        "people": people_transfer.people,
    }
    context.note("section.staff", section, changes | ({"staff": names} if names else {}))


def move_quotas(context: ExecutionContext) -> None:
    """Quota goes along with people (mergers/domain/quotas.py), by type too."""
    quotas = {pk: section.quota for pk, section in context.sections.items()}
    planned = quotas_of(context.arrangement, quotas, context.people)
    totals: dict[int, int | None] = dict(quotas)
    named = {(e.section, e.big): e.staff for e in context.arrangement.people_transfers}
    for (source, big), part in planned.along.items():
        target = context.targets[big]
        totals[source] = (totals[source] or 0) - part
        totals[target.pk] = (totals.get(target.pk) or 0) + part
        _move_types(context, source, target, part, named[source, big])
    for source in quotas:
        home, own = context.home_of(source), totals[source]
        if home.pk == source:
            continue
        if own is not None:
            totals[home.pk] = (totals.get(home.pk) or 0) + own
        _join_types(source, home)
    for pk, quota in totals.items():
        goes_on = pk not in quotas or context.home_of(pk).pk == pk
        if goes_on and quota != quotas.get(pk):
            Section.objects.filter(pk=pk).update(quota=quota)


def _join_types(source: int, home: Section) -> None:
    """Add a section's quotas by type to those of its home; its rows stay with it, to be read."""
    for quota in Quota.objects.filter(section=source):
        _add(home, quota.quota_type, quota.authorised)


def _move_types(
    context: ExecutionContext, source: int, target: Section, part: int, staff: Sequence[int]
) -> None:
    """Move so many of a section's quotas, of the named people's types first, then of the largest."""
    rows = {quota.quota_type: quota for quota in Quota.objects.filter(section=source)}
    types = list(
        StaffMember.objects.filter(pk__in=staff).order_by("pk").values_list("quota_type", flat=True)
    )
    for number in range(part):
        wanted = types[number] if number < len(types) else ""
        free = [row for row in rows.values() if row.authorised]
        if not free:
            return
        row = rows.get(wanted)
        if row is None or not row.authorised:
            row = max(free, key=lambda one: one.authorised or 0)
        row.authorised = (row.authorised or 0) - 1
        row.save(update_fields=["authorised"])
        _add(target, row.quota_type, 1)


def _add(section: Section, quota_type: str, authorised: int | None) -> None:
    """Add to a section's quota of one type; NULL stays NULL until there is a figure."""
    row, made = Quota.objects.get_or_create(
        section=section,
        quota_type=quota_type,
        defaults={"department_id": section.department_id, "authorised": authorised},
    )
    if not made and authorised is not None:
        row.authorised = (row.authorised or 0) + authorised
        row.save(update_fields=["authorised"])


def settle_headcounts(context: ExecutionContext) -> None:
    """Reported figures follow the people, in the sections that gained or lost any; one that reports
    none gets a figure only where its roster does not show how many it has now.
    """
    after = context.people_after()
    reporting = {
        context.home_of(pk).pk for pk, s in context.sections.items() if s.headcount is not None
    } | {
        context.targets[e.big].pk
        for e in context.arrangement.people_transfers
        if context.sections[e.section].headcount is not None
    }
    sections = Section.objects.filter(pk__in=_changed(context))
    rosters = rosters_of(sections)
    for section in sections:
        people, old = after.get(section.pk, 0), section.headcount
        new_section = section.pk not in context.sections
        states = new_section and section.pk in reporting
        if states or people_at_work(section, rosters[section.pk]) != people:
            Section.objects.filter(pk=section.pk).update(headcount=people)
            if not new_section:
                context.note("section.figures", section, {"headcount": [old, people]})


def _changed(context: ExecutionContext) -> set[int]:
    """The sections that stand afterwards and that people left or came to."""
    homes = {pk: context.home_of(pk).pk for pk in context.sections}
    moved = {home for pk, home in homes.items() if home != pk}
    for people_transfer in context.arrangement.people_transfers:
        moved |= {homes[people_transfer.section], context.targets[people_transfer.big].pk}
    return moved
