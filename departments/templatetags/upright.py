"""Names set upright in HTML: characters one below another, for any font."""

from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bigsection.web.id_numbers import mask_id_numbers
from departments.orgchart.text import Cell, columns

register = template.Library()

LONGEST = 10.0
"""Em in one column before a name takes a second, in the header of a table."""
PLAIN = "upright"


@register.filter
def upright(name: str) -> SafeString:
    """The name as columns of a ``.upright`` box, broken as those of the org chart are.

    Not by ``writing-mode``: where a font's vertical metrics are wrong, that loses 一, 二, brackets
    and the last character. Here every line is one character wide, and brackets are turned by CSS.
    ID numbers are masked first: what is cut into pieces is not found any more.
    """
    name = mask_id_numbers(name)
    stacks = columns(name, LONGEST, group=5)
    if len(stacks) > 1:  # no room beside a column
        stacks = columns(name, LONGEST, group=2)
    return format_html_join("", "<span>{}</span>", ((_column(cells),) for cells in stacks))


def _column(cells: tuple[Cell, ...]) -> SafeString:
    """Characters that stand as they are run together, so that a name can be found and copied."""
    pieces = ((way, "".join(cell.text for cell in run)) for way, run in groupby(cells, _way))
    return format_html_join(
        "",
        "{}",
        (
            (text if way == PLAIN else format_html('<i class="is-{}">{}</i>', way, text),)
            for way, text in pieces
        ),
    )


def _way(cell: Cell) -> str:
    """How a cell stands; long numbers and words, turned in the org chart, are stacked here."""
    return PLAIN if cell.way == "turned" and cell.text.isalnum() else cell.way
