"""Carrying a plan out: people, posts and quotas get their new sections, and figures follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.models import Post, Quota, Section, StaffMember
from mergers.actions.ground import Ground
from mergers.arrangement import Escort
from mergers.planning.problems import people_at_work


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
    """Quota goes with people: that of a section that ends to its home, that of people who are
    moved along where their new section states a quota, or is new.
    """
    totals = {section.pk: section.quota for section in _standing(ground)}
    totals |= {pk: section.quota for pk, section in ground.sections.items()}
    before = dict(totals)
    known = set(ground.sections)
    for escort in ground.arrangement.escorts:
        target, source = ground.targets[escort.big].pk, escort.section
        have, stated = totals[source], totals.get(target)
        if have is None or (stated is None and target in known):
            continue
        part = min(escort.people, have)
        totals[source], totals[target] = have - part, (stated or 0) + part
        _move_types(ground, source, ground.targets[escort.big], part, escort.staff)
    for pk in known:
        home = ground.home_of(pk)
        if home.pk == pk:
            continue
        own = totals[pk]
        if own is not None:
            totals[home.pk] = (totals.get(home.pk) or 0) + own
        _join_types(pk, home)
    for pk, quota in totals.items():
        if quota != before.get(pk) and (pk not in known or ground.home_of(pk).pk == pk):
            Section.objects.filter(pk=pk).update(quota=quota)


def _standing(ground: Ground) -> list[Section]:
    return list(ground.department.sections.standing())


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
    """Reported figures follow the people; a section that reports none gets a figure only where its
    roster does not show how many it has now.
    """
    after = ground.people_after()
    reporting = {
        ground.home_of(pk).pk for pk, s in ground.sections.items() if s.headcount is not None
    } | {
        ground.targets[e.big].pk
        for e in ground.arrangement.escorts
        if ground.sections[e.section].headcount is not None
    }
    sections = Section.objects.filter(pk__in=after).prefetch_related("staff")
    for section in sections:
        people, old = after[section.pk], section.headcount
        new_section = section.pk not in ground.sections
        states = new_section and section.pk in reporting
        if states or people_at_work(section) != people:
            Section.objects.filter(pk=section.pk).update(headcount=people)
            if not new_section:
                ground.note("section.figures", section, {"headcount": [old, people]})
