"""How many people work in a section: what the department reports, or what its roster shows."""

from collections.abc import Iterable

from departments.models import Section, StaffMember
from departments.models.lifecycle_status import LifecycleStatus

AWAY = ("借调出", "借调到", "外借", "挂职", "长期病假", "病假", "退二线", "退居二线", "长期学习")
"""Words of a person's status that say they are not at work here, though on the roster."""


def people_at_work(section: Section, staff: Iterable[StaffMember] | None = None) -> int:
    """The figure that the department reports; without one, the people on the roster at work, who are
    among its ``staff`` where that is read already.
    """
    if section.headcount is not None:
        return section.headcount
    known = section.staff.all() if staff is None else staff
    people = [person for person in known if person.standing == LifecycleStatus.ACTIVE]
    return sum(not any(word in person.employment for word in AWAY) for person in people)
