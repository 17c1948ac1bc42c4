"""Tells which person of the roster each row of a file means; nobody is meant by two rows."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from itertools import compress

from departments.importing.differences import numbered
from departments.importing.known import Key, People
from departments.workbook.idnumbers import birth_of
from departments.workbook.records import Block

Said = tuple[str | None, ...]
"""What a row or the roster says of a person, in the order of ``People.names``."""
Matches = tuple[list[Key], list[int | None]]
"""Of every row its key, and the place among the known people of the one it means."""
Columns = Sequence[Sequence[str | None]]
Place = tuple[int, int]
"""A row: which block, and which of its rows."""
MOST_NAMESAKES = 200
NAME, SECTION, BIRTH, NUMBER, POST, SINCE = map(
    People.names.index, ("name", "section", "birth_date", "id_number", "post", "held_since")
)


def matches(
    blocks: Sequence[Block], people: People, fits: Sequence[Sequence[bool]]
) -> list[Matches]:
    """Match people by ID number within their department; those of whom that tells nothing, by their
    name (``_by_name``). ``fits`` tells of every row whether it can be written.

    Rows with the same number have the same key; the others have one each.
    """
    keys: list[list[Key]] = [
        [(department, "id", number) for department, number in zip(*two, strict=True)]
        for two in ((block.departments, block.column("id_number")) for block in blocks)
    ]
    places = [list(map(people.by_number.get, part)) for part in keys]
    if people.unnumbered or not all(key[-1] for part in keys for key in part):
        said = [[block.column(name) for name in People.names] for block in blocks]
        for place, (block, n) in list(_by_name(said, keys, places, people, fits)):
            places[block][n] = place
        times: Counter[Key] = Counter()
        for columns, part in zip(said, keys, strict=True):
            for n, (department, _, number) in enumerate(part):
                if not number:
                    birth = columns[BIRTH][n] or ""
                    part[n] = numbered(times, department, "birth", columns[NAME][n], birth)
    return list(zip(keys, places, strict=True))


def _by_name(
    said: Sequence[Columns],
    keys: Sequence[Sequence[Key]],
    places: Sequence[Sequence[int | None]],
    people: People,
    fits: Sequence[Sequence[bool]],
) -> Iterator[tuple[int, Place]]:
    """Yield people by their place with the row that means each. A row with a number can only mean
    somebody without one. Rows that cannot be written come after the others.
    """
    wanted = _unmet(said, keys, places, people)
    for name, known in _free(people, wanted, {place for met in places for place in met}).items():
        rows = wanted[name]
        if len(rows) == len(known) == 1:
            ((block, n),) = rows
            columns, person = said[block], people.rows[known[0]]
            both_numbers = columns[NUMBER][n] and person[NUMBER]
            if not both_numbers and (columns[BIRTH][n] or "") == person[BIRTH]:
                yield known[0], rows[0]
                continue
        persons: dict[int, Said] = {place: people.rows[place] for place in known}
        for good in (True, False):
            some = {row: _row(said, row) for row in rows if fits[row[0]][row[1]] is good}
            pairs = _all_alike(some, persons) or _by_rules(some, persons)
            for row, place in pairs.items():
                yield place, row
                del persons[place]


def _unmet(
    said: Sequence[Columns],
    keys: Sequence[Sequence[Key]],
    places: Sequence[Sequence[int | None]],
    people: People,
) -> dict[Key, list[Place]]:
    """The rows to match by name, by department and name: of rows with one number only the first."""
    rows: dict[Key, list[Place]] = {}
    seen: set[Key] = set()
    for block, (columns, part, met) in enumerate(zip(said, keys, places, strict=True)):
        for n, (key, place, name) in enumerate(zip(part, met, columns[NAME], strict=True)):
            if place is None and (not key[-1] or (people.unnumbered and key not in seen)):
                seen.add(key)
                rows.setdefault((key[0], name), []).append((block, n))
    return rows


def _free(people: People, names: Container[Key], taken: Set[int | None]) -> dict[Key, list[int]]:
    """The places of people who are not ``taken``, by department and name, for these ``names``."""
    free: dict[Key, list[int]] = {}
    for place, (department, person) in enumerate(zip(people.departments, people.rows, strict=True)):
        name = (department, person[NAME])
        if name in names and place not in taken:
            free.setdefault(name, []).append(place)
    return free


def _row(said: Sequence[Columns], row: Place) -> Said:
    """One row; leaders have no section, of which None would say nothing."""
    block, n = row
    values = [column[n] for column in said[block]]
    values[SECTION] = values[SECTION] or ""
    return tuple(values)


def _all_alike(rows: dict[Place, Said], persons: dict[int, Said]) -> dict[Place, int]:
    """A person for each row about whom it says nothing new; empty unless there is one for all.

    So a file that was imported finds the people that it wrote, whatever their order. A matching in
    a bipartite graph by augmenting paths; not looked for among very many people of one name.
    """
    if not len(rows) <= len(persons) <= MOST_NAMESAKES:
        return {}
    likes: dict[tuple[bool, ...], dict[Said, list[int]]] = {}

    def like(said: Said) -> list[int]:
        spoken = tuple(value is not None for value in said)
        if spoken not in likes:
            parts = {place: tuple(compress(known, spoken)) for place, known in persons.items()}
            likes[spoken] = _queues(parts)
        return likes[spoken].get(tuple(compress(said, spoken)), [])

    alike = {
        row: [place for said in _readings(said) for place in like(said)]
        for row, said in rows.items()
    }
    holder: dict[int, Place] = {}

    def settle(row: Place, tried: set[int]) -> bool:
        free = next((place for place in alike[row] if place not in holder), None)
        if free is not None:
            holder[free] = row
            return True
        for place in alike[row]:
            if place not in tried:
                tried.add(place)
                if settle(holder[place], tried):
                    holder[place] = row
                    return True
        return False

    found = all(settle(row, set()) for row in rows)
    return {row: place for place, row in holder.items()} if found else {}


def _readings(said: Said) -> Iterator[Said]:
    """What a row says: since when a post is held says nothing of somebody who holds none."""
    yield said
    if said[SINCE] and not said[POST]:
        values = dict(enumerate(said)) | {POST: "", SINCE: None}
        yield tuple(values.values())


def _by_rules(rows: dict[Place, Said], persons: dict[int, Said]) -> dict[Place, int]:
    """The person whom each row means by the strongest rule, in the order of both."""
    pairs: dict[Place, int] = {}
    left, unmet = dict(persons), dict(rows)
    for of_row, of_person in RULES:
        for numbered_rows in (True, False):
            if not (left and unmet):
                return pairs
            queues = _queues(
                {
                    place: of_person(said)
                    for place, said in left.items()
                    if not (numbered_rows and said[NUMBER])
                }
            )
            for row, said in list(unmet.items()):
                key = of_row(said) if bool(said[NUMBER]) is numbered_rows else None
                if key is not None and (queue := queues.get(key)):
                    pairs[row] = queue.pop()
                    del left[pairs[row]], unmet[row]
    return pairs


def _queues(keys: Mapping[int, Said | None]) -> dict[Said, list[int]]:
    """The places by their keys, the first of them last; none where the key is None."""
    queues: dict[Said, list[int]] = {}
    for place, key in reversed(list(keys.items())):
        if key is not None:
            queues.setdefault(key, []).append(place)
    return queues


def _born(said: Said) -> str:
    """The birth date that is stated or stands in the ID number; empty if there is neither."""
    number = said[NUMBER]
    return said[BIRTH] or (birth_of(number) if number else "")


def _born_here(said: Said) -> Said:
    return _born(said), said[SECTION]


def _born_anywhere(said: Said) -> Said | None:
    return (_born(said),) if _born(said) else None


def _here(said: Said) -> Said:
    return (said[SECTION],)


def _here_unborn(said: Said) -> Said | None:
    return None if _born(said) else (said[SECTION],)


def _anywhere_unborn(said: Said) -> Said | None:
    return None if said[BIRTH] else ()


RULES = (
    (_born_here, _born_here),
    (_born_anywhere, _born_anywhere),
    (_here_unborn, _here),
    (_here, _here_unborn),
    (_anywhere_unborn, _anywhere_unborn),
)
"""What a row and a person of the same name have in common, the strongest first: birth date and
section; birth date; section, where one of them has no birth date; nothing, where neither has one.
"""
