"""The database's index over names and pinyin initials of people: whom a word may mean.

Words of one or two characters are the rule, so the index knows every character with those after it.
It is only asked who may match; ``queries/directory.py`` compares what it gives letter by letter.
PostgreSQL keeps it as an index over expressions. SQLite's FTS5 writes to disk after each row that a
trigger gives it (ten times as long as all rows in one), so a trigger only notes which rows are to be
indexed, and a chore does it; until then each of them is one that may match (ADR 0037).
"""

import re
import string
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PEOPLE = "departments_staffmember"
WORDS = "departments_staff_words"
WAITING = "departments_staff_waiting"
AT_A_TIME = 10_000
FEW = 2_000
"""Whoever matches more has been found after a few rows of the list itself."""
GRAM = 4
GRAMS_AT_MOST = 20

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_INITIALS = 'lower(initials COLLATE "C")'
_SHORT = 3
_OF_SHORT = [f"substr({_INITIALS}, 1, 2)", f"substr({_INITIALS}, 2, 2)", _INITIALS]
_OF_LONG = [
    f"string_to_array(regexp_replace(substr({_INITIALS}, {n}), '({'.' * size})',"
    f" E'\\\\1\\x1f', 'g'), E'\\x1f')"
    for size in (2, 3)
    for n in range(1, size + 1)
]
GRAMS = (
    f"(string_to_array(upper(name) || {_INITIALS}, NULL) || CASE WHEN length(initials) <= {_SHORT}"
    f" THEN ARRAY[{', '.join(_OF_SHORT)}] ELSE {' || '.join(_OF_LONG)} END)"
)
"""What PostgreSQL keeps of a row: the characters of name and initials, and of the initials, whose
letters are few, also two and three neighbours. Folded as the comparison of the search folds them.
"""

_POSTGRESQL = [f"CREATE INDEX {WORDS} ON {PEOPLE} USING gin ({GRAMS})"]
_SQLITE = [
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5(grams, content='', detail=none, columnsize=0)",
    f"CREATE TABLE {WAITING} (id integer PRIMARY KEY)",
    f"CREATE TRIGGER {WAITING}_new AFTER INSERT ON {PEOPLE}"
    f" BEGIN INSERT OR IGNORE INTO {WAITING} VALUES (NEW.id); END",
    f"CREATE TRIGGER {WAITING}_renamed AFTER UPDATE OF name, initials ON {PEOPLE}"
    " WHEN OLD.name <> NEW.name OR OLD.initials <> NEW.initials"
    f" BEGIN INSERT OR IGNORE INTO {WAITING} VALUES (NEW.id); END",
    f"INSERT INTO {WAITING} SELECT id FROM {PEOPLE}",
]


def install(database: BaseDatabaseWrapper) -> None:
    """Make the index anew, with all people that there are."""
    remove(database)
    with database.cursor() as cursor:
        for statement in _POSTGRESQL if database.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
    index_waiting(database)


def remove(database: BaseDatabaseWrapper) -> None:
    """Drop the index if there is one."""
    with database.cursor() as cursor:
        for statement in reversed(_POSTGRESQL if database.vendor == "postgresql" else _SQLITE):
            if made := re.match(r"CREATE (?:VIRTUAL )?(\w+ \w+)", statement):
                cursor.execute(f"DROP {made[1].replace(' ', ' IF EXISTS ')}")


def index_waiting(database: BaseDatabaseWrapper) -> int:
    """Index the rows that were noted, some thousands in a transaction; how many there were."""
    count = 0
    while database.vendor == "sqlite" and (some := _index_some(database)):
        count += some
    return count


def may_match(words: Sequence[str]) -> list[int] | None:
    """The keys of all people whom the words may mean, and of some others; None where they may mean
    more than a few.
    """
    ask = _ask_postgresql if connection.vendor == "postgresql" else _ask_sqlite
    with connection.cursor() as cursor:
        cursor.execute(*ask(words))
        found = [key for (key,) in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _index_some(database: BaseDatabaseWrapper) -> int:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {WAITING})")
        if not cursor.fetchone()[0]:
            return 0  # without a lock
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute(
            f"SELECT {WAITING}.id, name, initials FROM {WAITING} LEFT JOIN {PEOPLE} USING (id)"
            f" ORDER BY {WAITING}.id LIMIT {AT_A_TIME}"
        )
        rows = cursor.fetchall()
        cursor.executemany(
            f"INSERT INTO {WORDS} (rowid, grams) VALUES (%s, %s)",
            [
                (key, " ".join(map(_token, _grams(name, GRAM) + _grams(initials, GRAM))))
                for key, name, initials in rows
                if name is not None  # who has left meanwhile
            ],
        )
        cursor.execute(f"DELETE FROM {WAITING} WHERE id <= %s", [rows[-1][0]])
    return len(rows)


def _grams(text: str, size: int) -> list[str]:
    """Every character with those after it, with small letters; the last ones stand with fewer."""
    folded = text.translate(_ASCII_LOWER)
    return [folded[place : place + size] for place in range(len(folded))]


def _grams_in(word: str, size: int) -> list[str]:
    """Grams of a text in which the word stands; of a short word the beginning of one."""
    return _grams(word, size)[: max(len(word) - size + 1, 1)][:GRAMS_AT_MOST]


def _token(gram: str) -> str:
    """The gram in signs that FTS5 takes for a word, whatever it is made of."""
    return gram.encode().hex()


def _ask_sqlite(words: Sequence[str]) -> tuple[str, list[Any]]:
    def wanted(word: str) -> str:
        begins = "*" if len(word) < GRAM else ""
        return " AND ".join(_token(gram) + begins for gram in _grams_in(word, GRAM))

    each = (dict.fromkeys(map(wanted, (word, word.lower()))) for word in words)
    match = " AND ".join(f"({' OR '.join(f'({way})' for way in ways)})" for ways in each)
    query = (
        f"SELECT id FROM {WAITING} UNION ALL"
        f" SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s LIMIT {FEW + 1}"
    )
    return query, [match]


def _ask_postgresql(words: Sequence[str]) -> tuple[str, list[Any]]:
    one = f"({GRAMS} @> string_to_array(upper(%s), NULL) OR {GRAMS} @> %s)"
    query = f"SELECT id FROM {PEOPLE} WHERE {' AND '.join([one] * len(words))} LIMIT {FEW + 1}"
    parameters: list[Any] = []
    for word in words:
        small = word.lower()
        parameters += [word, _grams_in(small, min(len(small), 3))]
    return query, parameters
