"""The phrase list of a region as the planner takes it, and how people write one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bigsection.errors import Invalid
from departments.models import PhraseList, Region
from mergers.lazy import similarity

COLUMNS = {
    "catch_alls": "兜底条款",
    "topics": "共性职责",
    "fillers": "连接词",
    "empty_words": "虚词",
}
MOST = 200
"""So many phrases in a column: each costs time on every clause of the region."""
LONGEST = 60
FEWEST_LETTERS = {"catch_alls": 2, "topics": 2, "fillers": 1, "empty_words": 1}
"""A shorter phrase would match nearly everything."""
Columns = dict[str, tuple[str, ...]]

_BREAKS = re.compile(r"[\r\n]+")
_SEPARATORS = re.compile(r"[\r\n,，、;；\s]+")


def phrases_of(region: Region) -> similarity.phrases.Boilerplate:
    """The phrase list in force in a region; the built-in one where it has none of its own."""
    return boilerplate_of(PhraseList.objects.filter(region=region).first())


def boilerplate_of(own: PhraseList | None) -> similarity.phrases.Boilerplate:
    """A stored list as the planner takes it; a column that is NULL is the built-in one."""

    if own is None:
        return similarity.phrases.DEFAULT

    def column(stored: list[str] | None, builtin: tuple[str, ...]) -> tuple[str, ...]:
        return builtin if stored is None else tuple(stored)

    return similarity.phrases.Boilerplate(
        catch_alls=tuple(own.catch_alls),
        topics=column(own.topics, similarity.phrases.DEFAULT.topics),
        fillers=column(own.fillers, similarity.phrases.DEFAULT.fillers),
        empty_words=column(own.empty_words, similarity.phrases.DEFAULT.empty_words),
        builtin_catch_alls=own.builtin_catch_alls,
    )


def builtin_phrases() -> similarity.phrases.Boilerplate:
    """The list that comes with the product."""

    return similarity.phrases.DEFAULT


def builtin_examples() -> tuple[str, ...]:
    """A clause for every built-in catch-all, as it may stand in a duty list."""

    return tuple(example for _, example in similarity.phrases.BUILTIN_CATCH_ALLS)


def to_store(phrases: similarity.phrases.Boilerplate) -> dict[str, Any]:
    """The fields of a PhraseList; a column with the built-in words is NULL, so that it follows
    them when a later version of the product has better ones.
    """
    builtin, chosen = columns_of(builtin_phrases()), columns_of(phrases)
    return {
        "builtin_catch_alls": phrases.builtin_catch_alls,
        "catch_alls": list(chosen.pop("catch_alls")),
        **{
            name: None if set(words) == set(builtin[name]) else list(words)
            for name, words in chosen.items()
        },
    }


def columns_of(phrases: similarity.phrases.Boilerplate) -> Columns:
    """The columns that a region may edit, by name."""
    return {name: tuple(getattr(phrases, name)) for name in COLUMNS}


def written(
    columns: Mapping[str, Iterable[str]], *, builtin_catch_alls: bool
) -> similarity.phrases.Boilerplate:
    """A list of given columns; every phrase once."""

    once = {name: tuple(dict.fromkeys(words)) for name, words in columns.items()}
    return similarity.phrases.Boilerplate(**once, builtin_catch_alls=builtin_catch_alls)


def read_phrases(
    texts: Mapping[str, str], *, builtin_catch_alls: bool
) -> similarity.phrases.Boilerplate:
    """What people wrote: a catch-all on each line, words on lines or between commas.

    Raises Invalid naming every phrase that is too short, too long, or one too many.
    """
    columns = {name: _phrases(name, texts.get(name, "")) for name in COLUMNS}
    faults = [fault for name, words in columns.items() for fault in _faults(name, words)]
    if faults:
        raise Invalid("；".join(faults) + "。", hint="请改正后再保存，其他内容没有丢失。")
    return written(columns, builtin_catch_alls=builtin_catch_alls)


def _phrases(name: str, text: str) -> list[str]:
    pieces = (_BREAKS if name == "catch_alls" else _SEPARATORS).split(text)
    return list(dict.fromkeys(" ".join(piece.split()) for piece in pieces if piece.strip()))


def _faults(name: str, words: list[str]) -> Iterable[str]:

    label, fewest = COLUMNS[name], FEWEST_LETTERS[name]
    if len(words) > MOST:
        yield f"“{label}”有 {len(words)} 条，最多 {MOST} 条"
    for word in words:
        if len(word) > LONGEST:
            yield f"“{label}”中“{word[:12]}…”超过 {LONGEST} 字"
        elif similarity.gapped_phrase.GappedPhrase(word).letters < fewest:
            yield f"“{label}”中“{word}”太短，至少 {fewest} 个字"


def fingerprint(phrases: similarity.phrases.Boilerplate) -> str:
    """A short text that two lists share only when they are the same, whatever their order."""
    content = asdict(phrases)
    ordered = {name: sorted(value) if name in COLUMNS else value for name, value in content.items()}
    text = json.dumps(ordered, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def difference(
    old: similarity.phrases.Boilerplate, new: similarity.phrases.Boilerplate
) -> dict[str, tuple[list[str], list[str]]]:
    """By column the phrases that are new and those that are gone, in their order."""
    before, after = columns_of(old), columns_of(new)
    found = {
        name: (
            [word for word in after[name] if word not in before[name]],
            [word for word in before[name] if word not in after[name]],
        )
        for name in COLUMNS
    }
    return {name: change for name, change in found.items() if any(change)}
