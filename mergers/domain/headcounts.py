"""How many people work in a section: what the department reports, or what its roster shows."""

from departments.models import Section
from departments.models.lifecycle_status import LifecycleStatus

AWAY = ("借调出", "借调到", "外借", "挂职", "长期病假", "病假", "退二线", "退居二线", "长期学习")
"""Words of a person's status that say they are not at work here, though on the roster."""


def people_at_work(section: Section) -> int:
    """The figure that the department reports; without one, the people on the roster at work."""
    if section.headcount is not None:
        return section.headcount
    people = [person for person in section.staff.all() if person.standing == LifecycleStatus.ACTIVE]
    return sum(not any(word in person.employment for word in AWAY) for person in people)
