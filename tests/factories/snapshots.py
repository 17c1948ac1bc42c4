"""Frozen structures without a database."""

from typing import Any

from mergers.domain.snapshot import SectionSnapshot, Snapshot


def section_snapshot(pk: int, name: str, **fields: Any) -> SectionSnapshot:
    """A business section of two people, without duties unless ``fields`` say so."""
    plain: dict[str, Any] = {
        "kind": "business",
        "lines": (),
        "group": None,
        "quota": None,
        "headcount": None,
        "chief_posts": None,
        "deputy_posts": None,
        "duties": (),
        "items": (),
        "staff": (),
        "people": 2,
        "posts": 0,
    }
    return SectionSnapshot(id=pk, name=name, **plain | fields)


def snapshot(*sections: SectionSnapshot) -> Snapshot:
    """These sections as department 1."""
    return Snapshot(1, "示例市财政局", sections)
