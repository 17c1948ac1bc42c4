"""Forms of what a list is narrowed to."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """What a list is narrowed to; an answer that makes no sense narrows nothing."""

    def good(self) -> dict[str, Any]:
        """The answers that say something, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
