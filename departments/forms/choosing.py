"""Fields in which a department is chosen, by its key or by what it is called."""

import re
from typing import Any

from django import forms
from django.db.models import Q

from bigsection.web.filters import FilterForm
from bigsection.web.numbers import key_in
from departments.models import Department
from departments.models.department import DepartmentQuerySet
from departments.queries.directory import matching

LABEL = re.compile("(.+)[（(](.+?)[）)]")
NOBODY = 0
"""The key of a text that names no department, or several."""


def labelled(name: str, region: str) -> str:
    """What a department is called where others may have the same name: with its region."""
    return f"{name}（{region}）"


def label_of(department: Department) -> str:
    """What a department is called so."""
    return labelled(department.name, department.region.name)


class DepartmentField(forms.CharField):
    """The key of the standing department of ``among`` that is called so: by its label, name or
    initials, by the key itself, or by a part of them that no other has; NOBODY where a text is the
    name of none, or of several. None when it is empty.

    Who may see the department of a key is asked where it is used. ``{% department_field %}``
    shows the field; ``among`` are the departments that it offers.
    """

    def __init__(self, *, among: DepartmentQuerySet | None = None) -> None:
        super().__init__(required=False, max_length=200)
        self.among = Department.objects.none() if among is None else among

    def clean(self, value: Any) -> Any:
        """The key, NOBODY or None; ValidationError for what is too long."""
        text = super().clean(value)
        if not text:
            return None
        key = key_in(text)
        if key is not None:
            return key or None  # of a number that no row can have
        called = Q(name=text) | Q(initials=text.lower())
        if found := LABEL.fullmatch(text):
            called |= Q(name=found[1], region__name=found[2])
        keys = self.among.standing().order_by().values_list("pk", flat=True)
        named = keys.filter(called)[:2] or keys.filter(matching(text))[:2]
        return named[0] if len(named) == 1 else NOBODY


class DepartmentFilterForm(FilterForm):
    """What a list is narrowed to, a department of ``among`` first."""

    def __init__(self, *args: Any, among: DepartmentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = DepartmentField(among=among)


def key_called(text: str, among: DepartmentQuerySet) -> int | None:
    """What a ``DepartmentField`` makes of a text; NOBODY for one that it refuses."""
    try:
        key: int | None = DepartmentField(among=among).clean(text)
    except forms.ValidationError:
        return NOBODY
    return key
