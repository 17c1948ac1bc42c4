"""The forms of links between sections: one to add, one to change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.actions.section_links import LONGEST_NOTE
from departments.link_strengths import STRENGTHS, USUAL
from departments.models import Section


class LinkForm(forms.Form):
    """Strength in per cent, and what is handed over."""

    percent = forms.FloatField(
        label=_("强度"),
        min_value=0.01,
        max_value=100,
        initial=f"{100 * USUAL.value:g}",
        error_messages={
            "required": _("请填写强度。"),
            "invalid": _("强度要填 1 到 100 之间的数。"),
            "min_value": _("强度要大于 0；没有往来的两个科室不必填。"),
            "max_value": _("强度不超过 100 %%。"),
        },
    )
    note = forms.CharField(label=_("往来事项"), required=False, max_length=LONGEST_NOTE)

    def strength(self) -> float:
        """The strength, 0 to 1, of a valid form."""
        return float(self.cleaned_data["percent"]) / 100

    @staticmethod
    def words() -> list[tuple[str, str, str]]:
        """The words beside the field: per cent, word, meaning."""
        return [(f"{100 * each.value:.0f}", each.word, each.meaning) for each in STRENGTHS]


class NewLinkForm(LinkForm):
    """The two sections as well."""

    a = forms.ChoiceField(label=_("甲"), error_messages={"required": _("请选择甲科室。")})
    b = forms.ChoiceField(label=_("乙"), error_messages={"required": _("请选择乙科室。")})

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {str(section.pk): section for section in sections}
        for name in ("a", "b"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            names = [(key, section.name) for key, section in self.sections.items()]
            field.choices = [("", _("请选择")), *names]

    def clean(self) -> dict[str, Any]:
        """A section is not linked with itself."""
        cleaned = super().clean() or {}
        if cleaned.get("a") and cleaned.get("a") == cleaned.get("b"):
            self.add_error("b", _("请选择两个不同的科室。"))
        return cleaned

    def ends(self) -> tuple[Section, Section]:
        """The two sections of a valid form."""
        return self.sections[self.cleaned_data["a"]], self.sections[self.cleaned_data["b"]]
