"""Where on the page of a plan each fault that keeps it from being submitted is put right."""

from collections.abc import Iterable

PLACES = (
    ("待安置", "?tab=overview#bench"),
    ("没有写明人员去向", "?tab=overview#abolished"),
    ("撤销科室没有写明理由", "?tab=duties&show=all"),
    ("没有去向", "?tab=duties&show=nowhere"),
    ("终止而没有理由", "?tab=duties&show=ended"),
    ("没有职责", "?tab=overview#founded"),
    ("没有整合理由", "?tab=overview#merges"),
)
ELSEWHERE = "?tab=duties&show=all"


def with_places(faults: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Every fault with the tab, and the place on it, that it is about."""
    return tuple((fault, place_of(fault)) for fault in faults)


def place_of(fault: str) -> str:
    """The tab by the words that the fault begins with; the list of duties for all others."""
    opening = fault.split("：")[0]
    return next((place for words, place in PLACES if words in opening), ELSEWHERE)
