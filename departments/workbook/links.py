"""Telling a table of work that passes between sections, and what its headers mean there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from departments.workbook.columns import by_link_wording
from departments.workbook.figures import figure_field
from departments.workbook.wordings import base_label, exact_fields

# headers of rosters, duty tables and lists of sections, which may name a section they deal with too
_OTHER_TABLES = frozenset(
    ("name", "id_number", "duty", "hours_per_unit", "kind", "lines", "code", "document_number")
)


@lru_cache(maxsize=8192)
def link_field(label: str) -> str | None:
    """Return what a header means in a table of links, None for one that means nothing there."""
    return by_link_wording().get(base_label(label))


@lru_cache(maxsize=8192)
def links_sections(paths: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether the headers are those of a table that sets sections beside sections.

    It names the other section and the first one or a strength, and holds no people, duties of a
    section or figures.
    """
    leaves = [path[-1] for path in paths if path]
    found = {link_field(leaf) for leaf in leaves}
    if "partner" not in found:
        return False
    known = {field for leaf in leaves if not link_field(leaf) for field in exact_fields(leaf)}
    if known & _OTHER_TABLES or any(figure_field(path) for path in paths if path):
        return False
    return bool(found & {"section", "strength"} or "section" in known)
