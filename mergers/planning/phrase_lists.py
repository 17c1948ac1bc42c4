"""The phrase list of a region as the planner takes it: its own columns over the built-in ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.models import PhraseList, Region

if TYPE_CHECKING:
    from mergers.planner.phrases import Boilerplate


def phrases_of(region: Region) -> Boilerplate:
    """The phrase list in force in a region; the built-in one where it has none of its own."""
    return boilerplate_of(PhraseList.objects.filter(region=region).first())


def boilerplate_of(own: PhraseList | None) -> Boilerplate:
    """A stored list as the planner takes it; a column that is NULL is the built-in one."""
    from mergers.planner.phrases import DEFAULT, Boilerplate

    if own is None:
        return DEFAULT

    def column(stored: list[str] | None, builtin: tuple[str, ...]) -> tuple[str, ...]:
        return builtin if stored is None else tuple(stored)

    return Boilerplate(
        catch_alls=tuple(own.catch_alls),
        topics=column(own.topics, DEFAULT.topics),
        fillers=column(own.fillers, DEFAULT.fillers),
        empty_words=column(own.empty_words, DEFAULT.empty_words),
        builtin_catch_alls=own.builtin_catch_alls,
    )
