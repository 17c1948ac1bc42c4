"""Search by pinyin initials: ``rsk`` finds 人事科."""

from functools import lru_cache


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> str:
    """The first letter of each character's reading, in lower case; other signs as they are."""
    from pypinyin import Style, lazy_pinyin  # loads a dictionary: not at start-up

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:120]


def initials_of_person(name: str) -> str:
    """The same for a person's name, character by character: a name is no phrase, and a roster has
    a hundred thousand of them, but only some thousand characters.
    """
    return name.translate(_LETTERS)[:60]


class _Letters(dict[int, str]):
    """The initial of each character by its number, found out when it is first met."""

    def __missing__(self, number: int) -> str:
        self[number] = initials_of(chr(number))
        return self[number]


_LETTERS = _Letters()
