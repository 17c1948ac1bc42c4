"""Small big sections in words: of one person (一人科) and of two (两人科), in answers to questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LABELS = ("一人科", "两人科")


def small_label(first: int | None) -> str:
    """What has to be as few as possible before the score counts; empty where nothing has."""
    return "、".join(LABELS[: first or 0])


def small_count(plan: dict[str, Any] | None, first: int | None) -> str:
    """How many a plan has of each that counts; a dash where there is no plan."""
    return "—" if plan is None else " / ".join(map(str, plan.get("small", ())[: first or 0]))


def small_words(before: Sequence[int], after: Sequence[int]) -> str:
    """How many more or fewer there are: ``一人科多 1 个``; empty where as many."""
    words = [
        f"{label}{'多' if new > old else '少'} {abs(new - old)} 个"
        for label, old, new in zip(LABELS, before, after, strict=False)
        if new != old
    ]
    return "，".join(words)


def first_of(change: dict[str, Any] | None, first: int | None) -> str:
    """The same for a change of plans, of what has to be as few as possible; empty where nothing."""
    small = ((change or {}).get("small") or ())[: first or 0]
    return small_words([0] * len(small), small)
