"""A number that was typed beside another choice than its own: refused, so that it is not lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True, slots=True)
class Alternative:
    """One choice of a row of radio buttons with the fields that count only for it.

    ``words`` is how the choice is called on the page.
    """

    choice: str
    words: str
    fields: tuple[str, ...] = ()


def refuse_unchosen(
    form: forms.Form,
    chosen: str | None,
    alternatives: Iterable[Alternative],
    proposed: Mapping[str, object],
) -> None:
    """Add an error at every field that was changed from what was ``proposed`` although the choice
    that it belongs to is not the ``chosen`` one; an emptied field says nothing and is let be.
    """
    known = list(alternatives)
    called = {one.choice: one.words for one in known}
    if chosen not in called:
        return
    for one in known:
        for name in one.fields if one.choice != chosen else ():
            typed = str(form.data.get(name, "")).strip()
            if typed and not form.errors.get(name) and not _same(typed, proposed.get(name)):
                form.add_error(
                    name,
                    f"您填写了“{one.words}”的 {typed[:20]}，但选择的是“{called[chosen]}”。"
                    f"请选择“{one.words}”，或把这里改回 {proposed.get(name, '空白')}。",
                )


def _same(typed: str, proposed: object) -> bool:
    try:
        return float(typed) == float(str(proposed))
    except ValueError:
        return typed == str(proposed)
