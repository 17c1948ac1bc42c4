"""Finding one's way: links that know where the reader is, filters, and empty places."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(
    context: dict[str, Any], name: str, text: str, icon: str, also: str = "", count: int = 0
) -> str:
    """One entry of the navigation, marked when its page or one of ``also`` is open.

    An entry whose page does not exist in this installation is left out.
    """
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    match = getattr(context.get("request"), "resolver_match", None)
    current = match is not None and match.url_name in {name, *also.split()}
    return _drawn(url, text, icon, count, current)


@lru_cache(maxsize=256)
def _drawn(url: str, text: str, icon: str, count: int, current: bool) -> str:
    """The entry, drawn once: every page has a dozen, and they are the same on all."""
    values = {"url": url, "text": text, "count": count, "current": current}
    return render_to_string(
        "components/_nav_link.html", {**values, "icon": f"components/icons/_{icon}.html"}
    )


@register.inclusion_tag("components/_sort_header.html", takes_context=True)
def sort_header(
    context: dict[str, Any], name: str, text: str, css: str = "", first: str = ""
) -> dict[str, Any]:
    """A column header that sorts by ``name``: once, again for the other direction.

    The page passes ``sort`` (such as ``-quota``) in its context. ``first`` is ``-`` for columns
    that are read from the largest.
    """
    current = str(context.get("sort", ""))
    wanted = f"{first}{name}"
    if current == wanted:
        wanted = name if first else f"-{name}"
    query: QueryDict = context["request"].GET.copy()
    query["sort"] = wanted
    query.pop("page", None)
    directions = {name: "ascending", f"-{name}": "descending"}
    return {
        "text": text,
        "css": css,
        "url": f"?{query.urlencode()}",
        "direction": directions.get(current, ""),
    }


@register.inclusion_tag("components/_filter_select.html")
def filter_select(
    name: str, label: str, choices: Iterable[Any], chosen: object, every: str = ""
) -> dict[str, Any]:
    """One choice of a bar of filters: of objects, or of pairs of a value and its words."""
    pairs = [(one.pk, one) if isinstance(one, Model) else one for one in choices]
    options = [(value, words, str(value) == str(chosen)) for value, words in pairs]
    return {"name": name, "label": label, "every": every or _("全部"), "options": options}


@register.inclusion_tag("components/_empty.html")
def empty_state(
    title: str, text: str, label: str = "", to: str = "", *args: object, **query: object
) -> dict[str, str]:
    """An empty place that says what to do next, with a button to the page ``to``: its name with
    what it takes, or a query of the same page.
    """
    url = to if not to or to.startswith("?") else reverse(to, args=args, query=query or None)
    return {"title": title, "text": text, "url": url, "label": label}
