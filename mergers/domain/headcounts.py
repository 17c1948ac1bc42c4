"""How many people work in a section: what the department reports, or what its roster shows."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from departments.models import Section, StaffMember

AWAY = ("借调出", "借调到", "外借", "挂职", "长期病假", "病假", "退二线", "退居二线", "长期学习")
"""Words of a person's status that say they are not at work here, though on the roster."""


def rosters_of(sections: QuerySet[Section, Any]) -> defaultdict[int, dict[int, bool]]:
    """By section the keys of the people on its roster, each with whether at work, in one query: to
    count people takes no model object, which costs forty times a row of three values.
    """
    found: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    people = StaffMember.objects.standing().filter(section__in=sections.values("pk"))
    rows = people.order_by("pk").values_list("section_id", "pk", "employment")
    for section, person, employment in rows:
        if section is not None:
            found[section][person] = not any(word in employment for word in AWAY)
    return found


def people_at_work(section: Section, roster: Mapping[int, bool]) -> int:
    """The figure that the department reports; without one, the people of its ``roster`` at work."""
    return sum(roster.values()) if section.headcount is None else section.headcount
