"""Carrying a plan out: sections end, are founded, renamed and grouped; nothing moves yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from departments.models import GroupMode, Section, SectionGroup, Standing, Succession
from departments.pinyin import initials_of
from mergers.actions.ground import Ground, names_of
from mergers.arrangement import Big
from mergers.quotas import receiver_of


def dissolve_groups(ground: Ground) -> None:
    """End the groups of before: a plan places every section, so none of them goes on."""
    for group in ground.department.groups.filter(standing=Standing.ACTIVE):
        names = list(group.sections.values_list("name", flat=True))
        group.sections.update(group=None)
        SectionGroup.objects.filter(pk=group.pk).update(standing=Standing.ABOLISHED)
        ground.note("group.dissolve", group, {"members": [names, None]})


def set_up(ground: Ground) -> None:
    """Let every big section stand: names that become free are free before they are taken."""
    bigs = ground.arrangement.bigs
    _abolish(ground)
    _rename(ground)
    for big in bigs:
        own = ground.own(big)
        if ground.is_merged(big):
            ground.targets[big.pk] = _merge(ground, big, own)
        elif len(own) > 1:
            ground.targets[big.pk] = _group(ground, big, own)
        elif own:
            ground.targets[big.pk] = own[0]
        else:
            ground.targets[big.pk] = _found(ground, big)


def _abolish(ground: Ground) -> None:
    """End the sections that are merged or abolished."""
    for place in ground.arrangement.places:
        if not ground.ends(place):
            continue
        section = ground.sections[place.section]
        Section.objects.filter(pk=section.pk).update(
            standing=Standing.ABOLISHED, abolished_on=ground.today, group=None
        )
        section.standing = Standing.ABOLISHED
        heir = ground.arrangement.big(place.home)
        why = {"reason": [None, place.reason]} if place.reason else {}
        ground.note("section.abolish", section, {"successor": [None, heir and heir.name], **why})


def _rename(ground: Ground) -> None:
    """Give sections that go on alone the name of their big section."""
    renamed = [
        (own[0], big.name)
        for big in ground.arrangement.bigs
        if len(own := ground.own(big)) == 1 and own[0].name != big.name
    ]
    for section, _ in renamed:  # two that swap names must not meet
        Section.objects.filter(pk=section.pk).update(name=f"#{section.pk}")
    for section, name in renamed:
        old, section.name = section.name, name
        Section.objects.filter(pk=section.pk).update(name=name, initials=initials_of(name))
        ground.note("section.rename", section, {"name": [old, name]})


def _merge(ground: Ground, big: Big, own: Sequence[Section]) -> Section:
    """Found the section that takes over from the members."""
    lines = list(dict.fromkeys(line for member in own for line in member.lines))
    new = _new_section(ground, big, own, lines, min(member.position for member in own))
    old = sum(ground.posts[member.pk] for member in own)
    _set_posts(ground, new, big, ceiling=max(old, 1))
    return new


def _found(ground: Ground, big: Big) -> Section:
    """Found a new section (新设) that duties and people of others make up."""
    origins = [ground.sections[pk] for pk in origins_of(ground, big.pk)]
    lines = list(dict.fromkeys(line for origin in origins for line in origin.lines))
    last = max((s.position for s in ground.sections.values()), default=0)
    new = _new_section(ground, big, origins, lines, last + 1)
    _set_posts(ground, new, big, ceiling=None)
    return new


def origins_of(ground: Ground, big: int) -> list[int]:
    """The sections of which anything comes to a big section, its own members first."""
    arrangement = ground.arrangement
    return list(
        dict.fromkeys(
            [
                *arrangement.members(big),
                *(move.origin for move in arrangement.transfers if move.big == big),
                *(escort.section for escort in arrangement.escorts if escort.big == big),
                *(place.section for place in arrangement.places if place.people_to == big),
            ]
        )
    )


def _new_section(
    ground: Ground, big: Big, origins: Sequence[Section], lines: list[str], position: int
) -> Section:
    kinds = Counter(origin.kind for origin in origins)
    new = Section.objects.create(
        department=ground.department,
        name=big.name,
        initials=initials_of(big.name),
        kind=kinds.most_common(1)[0][0] if kinds else "",
        lines=lines,
        position=position,
        established_on=ground.today,
    )
    all_origins = [ground.sections[pk] for pk in origins_of(ground, big.pk)]
    ground.note("section.establish", new, {"origins": [None, names_of(all_origins)]})
    return new


def _set_posts(ground: Ground, new: Section, big: Big, *, ceiling: int | None) -> None:
    """Posts by the rule for the people who will work there, never more than ``ceiling``."""
    people = sum(
        ground.people[place.section]
        - sum(e.people for e in ground.arrangement.escorts if e.section == place.section)
        for place in ground.arrangement.places
        if place.home == big.pk
    ) + sum(e.people for e in ground.arrangement.escorts if e.big == big.pk)
    posts = ground.posts_for(people)
    posts = posts if ceiling is None else min(posts, ceiling)
    values: dict[str, Any] = {"chief_posts": min(posts, 1), "deputy_posts": max(posts - 1, 0)}
    Section.objects.filter(pk=new.pk).update(**values)


def _group(ground: Ground, big: Big, own: Sequence[Section]) -> Section:
    """Put the members under one big section; nothing of their own changes.

    What comes to it from outside lands in its largest member, the first of equals.
    """
    group = SectionGroup.objects.create(
        department=ground.department,
        name=big.name,
        mode=GroupMode(big.mode),
        established_on=ground.today,
    )
    Section.objects.filter(pk__in=[member.pk for member in own]).update(group=group)
    ground.note("group.establish", group, {"members": [None, names_of(own)]})
    receiver = receiver_of(ground.arrangement, big, ground.people)
    return next(member for member in own if member.pk == receiver)


def write_successions(ground: Ground) -> None:
    """An arrow from every section that ends to all that take over of it, and to a new section from
    everybody it has something of.
    """
    known = set(ground.sections)
    arrows: dict[tuple[int, int], None] = {}
    for big in ground.arrangement.bigs:
        target = ground.targets[big.pk]
        for pk in origins_of(ground, big.pk):
            place = ground.arrangement.place(pk)
            if pk != target.pk and place and (ground.ends(place) or target.pk not in known):
                arrows[pk, target.pk] = None
    Succession.objects.bulk_create(
        Succession(predecessor_id=old, successor_id=new, on=ground.today, source=ground.plan.title)
        for old, new in arrows
    )
