"""Search by pinyin initials: ``rsk`` finds 人事科."""

from functools import lru_cache


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> str:
    """The first letter of each character's reading, in lower case; other signs as they are."""
    from pypinyin import Style, lazy_pinyin  # loads a dictionary: not at start-up

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:120]
