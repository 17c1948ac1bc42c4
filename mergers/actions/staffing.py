"""Carrying a plan out: people, posts and quotas get their new sections, and figures follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.models import Post, Quota, Section, StaffMember
from mergers.actions.ground import Ground
from mergers.arrangement import Escort
from mergers.headcounts import people_at_work
from mergers.quotas import quotas_of


def move_people(ground: Ground) -> None:
    """Named people go with their duties, all others with their sections; posts go along."""
    for escort in ground.arrangement.escorts:
        _escort(ground, escort)
    for place in ground.arrangement.places:
        home = ground.home_of(place.section)
        if home.pk != place.section:
            StaffMember.objects.filter(section=place.section).update(section=home)
            Post.objects.filter(section=place.section).update(section=home)


def _escort(ground: Ground, escort: Escort) -> None:
    """The people of one move who are known by name, with the posts they hold in their section."""
    target = ground.targets[escort.big]
    staff = StaffMember.objects.filter(pk__in=escort.staff, section=escort.section)
    names = list(staff.values_list("name", flat=True))
    Post.objects.filter(section=escort.section, holder__in=staff).update(section=target)
    staff.update(section=target)
    section = ground.sections[escort.section]
    changes: dict[str, Any] = {"section": [section.name, target.name], "people": escort.people}
    ground.note("section.staff", section, changes | ({"staff": names} if names else {}))


def move_quotas(ground: Ground) -> None:
    """Quota goes along with people (mergers/quotas.py), by type too."""
    quotas = {pk: section.quota for pk, section in ground.sections.items()}
    planned = quotas_of(ground.arrangement, quotas, ground.people)
    totals: dict[int, int | None] = dict(quotas)
    named = {(e.section, e.big): e.staff for e in ground.arrangement.escorts}
    for (source, big), part in planned.along.items():
        target = ground.targets[big]
        totals[source] = (totals[source] or 0) - part
        totals[target.pk] = (totals.get(target.pk) or 0) + part
        _move_types(ground, source, target, part, named[source, big])
    for source in quotas:
        home, own = ground.home_of(source), totals[source]
        if home.pk == source:
            continue
        if own is not None:
            totals[home.pk] = (totals.get(home.pk) or 0) + own
        _join_types(source, home)
    for pk, quota in totals.items():
        goes_on = pk not in quotas or ground.home_of(pk).pk == pk
        if goes_on and quota != quotas.get(pk):
            Section.objects.filter(pk=pk).update(quota=quota)


def _join_types(source: int, home: Section) -> None:
    """Add a section's quotas by type to those of its home; its rows stay with it, to be read."""
    for quota in Quota.objects.filter(section=source):
        _add(home, quota.quota_type, quota.authorised)


def _move_types(
    ground: Ground, source: int, target: Section, part: int, staff: Sequence[int]
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


def settle_headcounts(ground: Ground) -> None:
    """Reported figures follow the people, in the sections that gained or lost any; one that reports
    none gets a figure only where its roster does not show how many it has now.
    """
    after = ground.people_after()
    reporting = {
        ground.home_of(pk).pk for pk, s in ground.sections.items() if s.headcount is not None
    } | {
        ground.targets[e.big].pk
        for e in ground.arrangement.escorts
        if ground.sections[e.section].headcount is not None
    }
    sections = Section.objects.filter(pk__in=_changed(ground)).prefetch_related("staff")
    for section in sections:
        people, old = after.get(section.pk, 0), section.headcount
        new_section = section.pk not in ground.sections
        states = new_section and section.pk in reporting
        if states or people_at_work(section) != people:
            Section.objects.filter(pk=section.pk).update(headcount=people)
            if not new_section:
                ground.note("section.figures", section, {"headcount": [old, people]})


def _changed(ground: Ground) -> set[int]:
    """The sections that stand afterwards and that people left or came to."""
    homes = {pk: ground.home_of(pk).pk for pk in ground.sections}
    moved = {home for pk, home in homes.items() if home != pk}
    for escort in ground.arrangement.escorts:
        moved |= {homes[escort.section], ground.targets[escort.big].pk}
    return moved
