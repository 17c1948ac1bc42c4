"""What was ruled on the duties of a department, for pages that know nothing of rulings."""

from collections.abc import Iterable
from typing import Any

from django import template

from departments.models import Department, Duty
from mergers.models import DutyRuling, RulingVerdict
from mergers.queries import boundaries
from mergers.queries.boundaries import Boundary

register = template.Library()


@register.simple_tag
def duty_rulings(department: Department) -> dict[str, list[DutyRuling]]:
    """The rulings on a department's duties by their text; "unrelated" tells nobody anything."""
    return boundaries.rulings_by_text(department)


@register.simple_tag
def incoming_duties(department: Department) -> list[Boundary]:
    """The transfers that will bring duties to a department."""
    return boundaries.transfers_to(department)


@register.inclusion_tag("mergers/_duty_ruled.html")
def ruled(
    duty: Duty, department: Department, rulings: dict[str, list[DutyRuling]]
) -> dict[str, Any]:
    """What was ruled on one duty, seen from its department: of the other side no more than its
    name, since its own texts are not for everybody.
    """
    return {"lines": [_seen_from(ruling, department) for ruling in _of(duty, rulings)]}


def _of(duty: Duty, rulings: dict[str, list[DutyRuling]]) -> Iterable[DutyRuling]:
    return rulings.get(duty.text, ()) if rulings else ()


def _seen_from(ruling: DutyRuling, department: Department) -> dict[str, Any]:
    first = ruling.department_a_id == department.pk
    other = ruling.department_b if first else ruling.department_a
    gives = ruling.giving == ("a" if first else "b")
    transfer = ruling.verdict == RulingVerdict.TRANSFER
    to = ruling.receiver.department if ruling.receiver else other
    return {
        "ruling": ruling,
        "other": to if gives else other,
        "kind": ("gives" if gives else "takes") if transfer else "keep",
    }
