"""A department on every page: the size of its structure, its region, and the fields in which a
department or a region is chosen.
"""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html

from bigsection.accounts.requests import user_of
from departments.forms.choosing import label_of
from departments.models import Department, Region
from departments.queries.figures import size_of
from departments.scope import regions_seen

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
        "unknown": bool(typed) and chosen is None and not request.POST,  # a form says so itself
        "options": reverse("department_options", query=among or None),
    }


@register.inclusion_tag("components/_filter_region.html", takes_context=True)
def region_filter(context: dict[str, Any], chosen: Region | None) -> dict[str, Any]:
    """The choice of a region in a bar of filters, for who sees several; nothing for others."""
    regions = regions_seen(user_of(context["request"]))
    return {"options": [(one.code, one, one == chosen) for one in regions]}


@register.inclusion_tag("components/_region_form.html", takes_context=True)
def region_form(
    context: dict[str, Any], chosen: Region | None, page: str, **kept: str
) -> dict[str, Any]:
    """A bar that narrows the list ``page`` to a region, with what is ``kept`` of the query, for who
    sees several; nothing for others.
    """
    clear = reverse(page, query=kept or None) if chosen else ""
    shown = region_filter(context, chosen)
    return {**shown, "action": reverse(page), "clear": clear, "kept": kept}


@register.simple_tag(takes_context=True)
def region_of(context: dict[str, Any], region: Region | str) -> str:
    """The region beside the name of what is in it, for who sees several; nothing for others."""
    if not region or not regions_seen(user_of(context["request"])):
        return ""
    return format_html(' <span class="of-region muted">{}</span>', region)


@register.simple_tag(takes_context=True)
def region_crumb(context: dict[str, Any], region: Region, page: str) -> str:
    """The region in a breadcrumb, leading to the list ``page`` of it, for who sees several."""
    if not regions_seen(user_of(context["request"])):
        return ""
    url = reverse(page, query={"region": region.code})
    return format_html('<li><a href="{}">{}</a></li>', url, region)
