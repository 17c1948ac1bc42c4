"""The forms of 职责交叉: what of the list to show, and what was decided on a pair."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.forms.choosing import DepartmentFilterForm
from departments.models import Section
from mergers.actions.rulings import LONGEST, Decision
from mergers.models import RulingVerdict
from mergers.presenting.radar import LEAST, Choice
from mergers.presenting.register import Wanted
from mergers.queries.boundaries import STATES


class RadarFilterForm(DepartmentFilterForm):
    """What of the radar to list."""

    likeness = forms.IntegerField(required=False, min_value=LEAST, max_value=100)
    state = forms.ChoiceField(
        required=False, choices=[("open", _("未裁定")), ("ruled", _("已裁定"))]
    )
    q = forms.CharField(required=False, max_length=80)

    def choice(self) -> Choice:
        """The good answers, and what is usual for the others."""
        return Choice(**self.good())


class BoundaryFilterForm(DepartmentFilterForm):
    """What of the register to list."""

    verdict = forms.ChoiceField(required=False, choices=RulingVerdict.choices)
    state = forms.ChoiceField(
        required=False, choices=[(name, words) for name, (words, _) in STATES.items()]
    )
    q = forms.CharField(required=False, max_length=80)

    def wanted(self) -> Wanted:
        """The good answers."""
        return Wanted(**self.good())


class RulingForm(forms.Form):
    """The decision on a pair. ``receivers`` are the sections that a transfer may go to, by the
    side that gives: what a gives goes to a section of b's department, and the reverse."""

    verdict = forms.ChoiceField(
        label=_("裁定"),
        choices=RulingVerdict.choices,
        error_messages={"required": _("请选择裁定结果。")},
    )
    boundary = forms.CharField(label=_("边界说明"), max_length=LONGEST, required=False)
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)
    giving = forms.ChoiceField(required=False, choices=[("a", "a"), ("b", "b")])
    receiver_of_a = forms.ChoiceField(label=_("划入科室"), required=False)
    receiver_of_b = forms.ChoiceField(label=_("划入科室"), required=False)
    alike = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, receivers: Mapping[str, Sequence[Section]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {
            (side, str(section.pk)): section
            for side, sections in receivers.items()
            for section in sections
        }
        for side in ("a", "b"):
            field = self.fields[f"receiver_of_{side}"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [(str(section.pk), section.name) for section in receivers.get(side, ())]

    def decision(self) -> Decision:
        """What was decided; call it only when the form is valid. The action checks it whole."""
        answers = self.cleaned_data
        giving = answers["giving"]
        chosen = answers.get(f"receiver_of_{giving}", "") if giving else ""
        return Decision(
            verdict=answers["verdict"],
            boundary=answers["boundary"],
            document_number=answers["document_number"],
            giving=giving,
            receiver=self.sections.get((giving, chosen)),
        )
