"""The size of a department's structure, and the field in which one is chosen, on every page."""

from typing import Any

from django import template
from django.urls import reverse

from departments.forms.choosing import label_of
from departments.models import Department
from departments.queries.figures import size_of

register = template.Library()
register.filter("size_of", size_of)
register.filter("label_of", label_of)


@register.inclusion_tag("components/_department_field.html", takes_context=True)
def department_field(
    context: dict[str, Any],
    label: str,
    chosen: Department | None,
    id: str = "",
    **among: object,
) -> dict[str, Any]:
    """A field for one department, ``chosen`` so far: it offers what matches what is typed, those of
    ``among`` (the query of ``department_options``); without a script it takes a name or initials.
    Where there are several on a page, each has an ``id`` of its own.
    """
    request = context["request"]
    sent = "" if id else (request.POST or request.GET).get("department", "")
    typed = "" if sent.strip().isdecimal() else sent
    return {
        "id": f"department-{id}" if id else "filter-department",
        "label": label,
        "value": label_of(chosen) if chosen else typed,
        "unknown": bool(typed) and chosen is None,
        "options": reverse("department_options", query=among or None),
    }
