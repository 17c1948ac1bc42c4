"""Carrying a plan out: sections end, are founded, renamed and grouped; nothing moves yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from departments.models import GroupMode, LifecycleStatus, Section, SectionGroup, Succession
from departments.pinyin import initials_of
from mergers.actions.execution_context import ExecutionContext, names_of
from mergers.domain.arrangement import PlannedSection
from mergers.domain.quotas import receiver_of


def dissolve_groups(context: ExecutionContext) -> None:
    """End the groups of before: a plan places every section, so none of them goes on."""
    for group in context.department.groups.filter(standing=LifecycleStatus.ACTIVE):
        names = list(group.sections.values_list("name", flat=True))
        group.sections.update(group=None)
        SectionGroup.objects.filter(pk=group.pk).update(standing=LifecycleStatus.ABOLISHED)
        context.note("group.dissolve", group, {"members": [names, None]})


def set_up(context: ExecutionContext) -> None:
    """Let every big section stand: names that become free are free before they are taken."""
    planned_sections = context.arrangement.planned_sections
    _abolish(context)
    _rename(context)
    for big in planned_sections:
        own = context.own(big)
        if context.is_merged(big):
            context.targets[big.pk] = _merge(context, big, own)
        elif len(own) > 1:
            context.targets[big.pk] = _group(context, big, own)
        elif own:
            context.targets[big.pk] = own[0]
        else:
            context.targets[big.pk] = _found(context, big)


def _abolish(context: ExecutionContext) -> None:
    """End the sections that are merged or abolished."""
    for place in context.arrangement.places:
        if not context.ends(place):
            continue
        section = context.sections[place.section]
        Section.objects.filter(pk=section.pk).update(
            standing=LifecycleStatus.ABOLISHED, abolished_on=context.today, group=None
        )
        section.standing = LifecycleStatus.ABOLISHED
        heir = context.arrangement.big(place.home)
        why = {"reason": [None, place.reason]} if place.reason else {}
        context.note("section.abolish", section, {"successor": [None, heir and heir.name], **why})


def _rename(context: ExecutionContext) -> None:
    """Give sections that go on alone the name of their big section."""
    renamed = [
        (own[0], big.name)
        for big in context.arrangement.planned_sections
        if len(own := context.own(big)) == 1 and own[0].name != big.name
    ]
    for section, _ in renamed:  # two that swap names must not meet
        Section.objects.filter(pk=section.pk).update(name=f"#{section.pk}")
    for section, name in renamed:
        old, section.name = section.name, name
        Section.objects.filter(pk=section.pk).update(name=name, initials=initials_of(name))
        context.note("section.rename", section, {"name": [old, name]})


def _merge(context: ExecutionContext, big: PlannedSection, own: Sequence[Section]) -> Section:
    """Found the section that takes over from the members."""
    lines = list(dict.fromkeys(line for member in own for line in member.lines))
    new = _new_section(context, big, own, lines, min(member.position for member in own))
    old = sum(context.posts[member.pk] for member in own)
    _set_posts(context, new, big, ceiling=max(old, 1))
    return new


def _found(context: ExecutionContext, big: PlannedSection) -> Section:
    """Found a new section (新设) that duties and people of others make up."""
    origins = [context.sections[pk] for pk in origins_of(context, big.pk)]
    lines = list(dict.fromkeys(line for origin in origins for line in origin.lines))
    last = max((s.position for s in context.sections.values()), default=0)
    new = _new_section(context, big, origins, lines, last + 1)
    _set_posts(context, new, big, ceiling=None)
    return new


def origins_of(context: ExecutionContext, big: int) -> list[int]:
    """The sections of which anything comes to a big section, its own members first."""
    arrangement = context.arrangement
    return list(
        dict.fromkeys(
            [
                *arrangement.members(big),
                *(move.origin for move in arrangement.transfers if move.big == big),
                *(
                    people_transfer.section
                    for people_transfer in arrangement.people_transfers
                    if people_transfer.big == big
                ),
                *(place.section for place in arrangement.places if place.people_to == big),
            ]
        )
    )


def _new_section(
    context: ExecutionContext,
    big: PlannedSection,
    origins: Sequence[Section],
    lines: list[str],
    position: int,
) -> Section:
    kinds = Counter(origin.kind for origin in origins)
    new = Section.objects.create(
        department=context.department,
        name=big.name,
        initials=initials_of(big.name),
        kind=kinds.most_common(1)[0][0] if kinds else "",
        lines=lines,
        position=position,
        established_on=context.today,
    )
    all_origins = [context.sections[pk] for pk in origins_of(context, big.pk)]
    context.note("section.establish", new, {"origins": [None, names_of(all_origins)]})
    return new


def _set_posts(
    context: ExecutionContext, new: Section, big: PlannedSection, *, ceiling: int | None
) -> None:
    """Posts by the rule for the people who will work there, never more than ``ceiling``."""
    people = sum(
        context.people[place.section]
        - sum(e.people for e in context.arrangement.people_transfers if e.section == place.section)
        for place in context.arrangement.places
        if place.home == big.pk
    ) + sum(e.people for e in context.arrangement.people_transfers if e.big == big.pk)
    posts = context.posts_for(people)
    posts = posts if ceiling is None else min(posts, ceiling)
    values: dict[str, Any] = {"chief_posts": min(posts, 1), "deputy_posts": max(posts - 1, 0)}
    Section.objects.filter(pk=new.pk).update(**values)


def _group(context: ExecutionContext, big: PlannedSection, own: Sequence[Section]) -> Section:
    """Put the members under one big section; nothing of their own changes.

    What comes to it from outside lands in its largest member, the first of equals.
    """
    group = SectionGroup.objects.create(
        department=context.department,
        name=big.name,
        mode=GroupMode(big.mode),
        established_on=context.today,
    )
    Section.objects.filter(pk__in=[member.pk for member in own]).update(group=group)
    context.note("group.establish", group, {"members": [None, names_of(own)]})
    receiver = receiver_of(context.arrangement, big, context.people)
    return next(member for member in own if member.pk == receiver)


def write_successions(context: ExecutionContext) -> None:
    """An arrow from every section that ends to all that take over of it, and to a new section from
    everybody it has something of.
    """
    known = set(context.sections)
    arrows: dict[tuple[int, int], None] = {}
    for big in context.arrangement.planned_sections:
        target = context.targets[big.pk]
        for pk in origins_of(context, big.pk):
            place = context.arrangement.place(pk)
            if pk != target.pk and place and (context.ends(place) or target.pk not in known):
                arrows[pk, target.pk] = None
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=old, successor_id=new, on=context.today, source=context.plan.title
        )
        for old, new in arrows
    )
