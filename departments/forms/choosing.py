"""Fields in which a department is chosen, by its key or by what it is called."""

import re
from typing import Any

from django import forms
from django.db.models import Q

from bigsection.web.numbers import key_in
from departments.models import Department

LABEL = re.compile("(.+)（(.+?)）")
NOBODY = 0
"""The key of a text that names no department, or several."""


def label_of(department: Department) -> str:
    """What a department is called where others may have the same name: with its region."""
    return f"{department.name}（{department.region}）"


class DepartmentField(forms.CharField):
    """The key of a standing department that is called so: by its label, name or initials, or by the
    key itself; NOBODY where a text is the name of none, or of several. None when it is empty.

    Who may see the department is asked where it is used. ``{% department_field %}`` shows it.
    """

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required, max_length=200)

    def clean(self, value: Any) -> Any:
        """The key, NOBODY or None; ValidationError for what is missing or too long."""
        text = super().clean(value)
        if not text:
            return None
        key = key_in(text)
        if key is not None:
            return key or None  # of a number that no row can have
        called = Q(name=text) | Q(initials=text.lower())
        if found := LABEL.fullmatch(text):
            called |= Q(name=found[1], region__name=found[2])
        named = Department.objects.standing().filter(called).values_list("pk", flat=True)[:2]
        return named[0] if len(named) == 1 else NOBODY


def key_called(text: str) -> int | None:
    """What a ``DepartmentField`` makes of a text; NOBODY for one that it refuses."""
    try:
        key: int | None = DepartmentField().clean(text)
    except forms.ValidationError:
        return NOBODY
    return key
