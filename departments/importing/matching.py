"""Sections that were probably renamed: new in the file, missing from it, and much alike."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from departments.importing.comparing import Comparison
from departments.importing.differences import NEW

LEAST = 0.5
Place = tuple[str, str]
Refusal = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """``new`` in the file is probably ``old`` (primary key ``pk``) in the database.

    ``score`` is 0 to 1: the larger of how alike the names are and how many duties they share.
    """

    department: str
    new: str
    old: str
    pk: int
    score: float
    same_duties: int


def suggest(comparison: Comparison, refused: Set[Refusal] = frozenset()) -> list[Match]:
    """Pairs to ask a person about, best first; every section occurs at most once.

    ``refused`` are pairs (department, new, old) that a person has denied already.
    """
    new = [row.file for row in comparison.sections.having(NEW)]
    missing = comparison.sections.missing
    if not new or not missing:
        return []
    of_file = _texts(
        ((row.file.department, row.file.values["section"]), row.file.label)
        for row in comparison.duties.rows
        if row.file.values  # read at all
    )
    of_database = _texts(
        ((row.department, row.values["section"]), row.label) for row in comparison.duties.missing
    )
    found = []
    for row in new:
        for known in missing:
            if known.department != row.department:
                continue
            if (row.department, row.label, known.label) in refused:
                continue
            ours = of_file.get((row.department, row.label), set())
            theirs = of_database.get((known.department, known.label), set())
            shared = len(ours & theirs)
            duties = shared / len(ours | theirs) if shared else 0.0
            names = SequenceMatcher(None, row.label, known.label, autojunk=False).ratio()
            score = max(names, duties)
            if score >= LEAST:
                match = Match(row.department, row.label, known.label, known.pk, score, shared)
                found.append(match)
    return _one_each(found)


def _texts(pairs: Iterable[tuple[Place, str]]) -> dict[Place, set[str]]:
    texts: dict[Place, set[str]] = {}
    for key, text in pairs:
        texts.setdefault(key, set()).add(text)
    return texts


def _one_each(found: list[Match]) -> list[Match]:
    """The best matches in which no section of either side occurs twice."""
    taken: set[tuple[str, str] | int] = set()
    chosen = []
    for match in sorted(found, key=lambda match: (-match.score, match.new, match.old)):
        if match.pk in taken or (match.department, match.new) in taken:
            continue
        taken |= {match.pk, (match.department, match.new)}
        chosen.append(match)
    return chosen
