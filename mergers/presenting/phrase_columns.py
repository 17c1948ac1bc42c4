"""The columns of the phrase list as the page shows them, with help in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mergers.lazy import similarity
from mergers.planning.phrase_lists import COLUMNS, columns_of, difference

HELP = {
    "catch_alls": (
        "每行一条。整条职责和它一样，这条职责就不计分；“…”代表中间的任意几个字（最多 20 个），"
        "例如：承办…交办的其他事项"
    ),
    "topics": (
        "各科室都要做的事，如党建、保密。一条职责除连接词外只有这些内容就不计分；"
        "名称里就有它的科室除外（保密科的保密照常计分）。每行一个，也可以用顿号分开。"
    ),
    "fillers": "共性职责前后可能出现的词，如负责、做好、和。每行一个，也可以用顿号分开。",
    "empty_words": (
        "每条职责都有、不说明职能的词，计分时像标点一样隔开前后文字。每行一个，也可以用顿号分开。"
    ),
}
ROWS = {"catch_alls": 7, "topics": 9, "fillers": 9, "empty_words": 4}


@dataclass(frozen=True, slots=True)
class Column:
    """One text area: its field, title, help, and what is written in it."""

    name: str
    title: str
    help: str
    text: str
    rows: int


@dataclass(frozen=True, slots=True)
class ColumnDifference:
    """What only one of two lists has in a column."""

    title: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def of(phrases: similarity.phrases.Boilerplate) -> tuple[Column, ...]:
    """The columns of a list: catch-alls on lines of their own, words between 、."""
    return as_written(
        {
            name: ("\n" if name == "catch_alls" else "、").join(words)
            for name, words in columns_of(phrases).items()
        }
    )


def as_written(texts: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with the very text that somebody wrote."""
    return tuple(
        Column(name, title, HELP[name], texts.get(name, ""), ROWS[name])
        for name, title in COLUMNS.items()
    )


def differences(
    mine: similarity.phrases.Boilerplate, theirs: similarity.phrases.Boilerplate
) -> tuple[ColumnDifference, ...]:
    """Where two lists differ, for somebody who has to choose between them."""
    found = [
        ColumnDifference(COLUMNS[name], tuple(only_mine), tuple(only_theirs))
        for name, (only_mine, only_theirs) in difference(theirs, mine).items()
    ]
    if mine.builtin_catch_alls != theirs.builtin_catch_alls:
        words = ("使用",) if mine.builtin_catch_alls else ("不使用",)
        other = ("使用",) if theirs.builtin_catch_alls else ("不使用",)
        found.append(ColumnDifference("内置兜底条款", words, other))
    return tuple(found)
