"""Whole numbers out of texts that anybody may have sent: the one place where they are read."""

LARGEST = 2**63 - 1
"""No database holds a larger whole number."""
MOST_DIGITS = len(str(LARGEST))


def whole(text: object, *, least: int = 0, most: int = LARGEST) -> int | None:
    """The number from ``least`` to ``most`` that a text says in decimal digits, whatever their
    script; None for anything else.
    """
    digits = str(text).strip()
    if not digits.isdecimal() or len(digits.lstrip("0")) > MOST_DIGITS:
        return None
    number = int(digits[-MOST_DIGITS:])
    return number if least <= number <= most else None


def key_in(text: object) -> int | None:
    """The key of a row that a text says, 0 for a number that no row can have; None for no number."""
    return whole(text) or 0 if str(text).strip().isdecimal() else None
