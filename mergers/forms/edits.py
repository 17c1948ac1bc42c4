"""The forms with which a person edits a draft: what may be chosen is what the plan has now."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from bigsection.errors import Invalid
from bigsection.web.numbers import LARGEST
from departments.models import Duty, Section, StaffMember
from mergers.forms.plans import MODES
from mergers.models import BigSection, DutyRuling, MergePlan, RulingVerdict

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words

    RowsOf = forms.ModelMultipleChoiceField[Model]
else:
    RowsOf = forms.ModelMultipleChoiceField

REASON_LENGTH = 500
GONE = _("这个大科室已不在方案里。")
NOT_THERE = _("这个科室不在方案里。")
F = TypeVar("F", bound="PlanEditForm")


class PlanEditForm(forms.Form):
    """A form over one plan: what may be chosen in a field is what the plan has (``CHOICES``)."""

    def __init__(self, *args: Any, plan: MergePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = CHOICES[name](plan)


def checked(form: F) -> F:
    """The form when it can be taken; Invalid with its first complaint otherwise."""
    if not form.is_valid():
        complaint = next(iter(form.errors.values()))[0]
        raise Invalid(str(complaint), hint="没有写入任何内容；请改好后再试。")
    return form


class KeyField(forms.IntegerField):
    """The key of a row, taken for the row: whether the plan has it is looked up by the edit, once the
    plan is locked.
    """

    def __init__(self, model: type[Model], required: "Words" = "", invalid: "Words" = "") -> None:
        words = dict.fromkeys(("invalid", "min_value", "max_value"), invalid)
        super().__init__(
            min_value=1,
            max_value=LARGEST,
            required=bool(required),
            error_messages=words | {"required": required},
        )
        self.model = model

    def clean(self, value: Any) -> Model | None:
        """An instance with this key and nothing else; None where none is wanted."""
        key = super().clean(value)
        return None if key is None else self.model(pk=key)


class RowsField(RowsOf):
    """Rows by their keys; a key that no database could hold is one that is not there."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """The chosen rows."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"]) from error


def _big_section(required: "Words" = "") -> KeyField:
    return KeyField(BigSection, required, GONE)


def _section(required: "Words" = NOT_THERE) -> KeyField:
    return KeyField(Section, required, NOT_THERE)


def _reason(required: "Words" = "") -> forms.CharField:
    return forms.CharField(
        max_length=REASON_LENGTH,
        required=bool(required),
        error_messages={
            "required": required,
            "max_length": _("理由不能超过 %(limit_value)d 个字。"),
        },
    )


def sections_in(plan: MergePlan) -> QuerySet[Section]:
    """The sections of today that the plan disposes of."""
    return Section.objects.filter(placements__plan=plan)


CHOICES: dict[str, Callable[[MergePlan], QuerySet[Any]]] = {
    "duty": lambda plan: Duty.objects.filter(section__in=sections_in(plan)),
    "staff": lambda plan: StaffMember.objects.standing().filter(section__in=sections_in(plan)),
    "ruling": lambda plan: DutyRuling.objects.filter(
        verdict=RulingVerdict.TRANSFER, region=plan.department.region_id
    ),
}


class BigSectionForm(PlanEditForm):
    """One big section of the plan."""

    big_section = _big_section(_("请选择大科室。"))


class ModeForm(BigSectionForm):
    """How the members of a big section come together."""

    mode = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in MODES],
        error_messages={"required": _("请选择方式。"), "invalid_choice": _("没有这种方式。")},
    )


class SectionForm(PlanEditForm):
    """One section of today."""

    section = _section()


class MoveForm(SectionForm):
    """Where a section goes: a big section by its key, ``alone`` or ``bench``."""

    to = forms.CharField(error_messages={"required": _("请选择移到哪里。")})

    def clean_to(self) -> BigSection | str:
        """The big section, or the word for one of the two other places."""
        to: str = self.cleaned_data["to"]
        if to in ("alone", "bench"):
            return to
        target = _big_section().clean(to)
        assert isinstance(target, BigSection)  # noqa: S101
        return target


class AbolishForm(SectionForm):
    """A section that the plan ends, and who takes its people."""

    people_to = _big_section(_("请选择人员转到哪个大科室。"))
    reason = _reason(_("撤销科室必须写明理由。"))


class FoundForm(PlanEditForm):
    """A new big section."""

    name = forms.CharField(
        max_length=120,
        error_messages={
            "required": _("请填写大科室名称。"),
            "max_length": _("名称不能超过 %(limit_value)d 个字。"),
        },
    )
    mode = forms.ChoiceField(
        choices=[("", ""), *((choice.value, choice.label) for choice in MODES)], required=False
    )
    reason = _reason()


class ExplainForm(PlanEditForm):
    """Why a big section is made, or what becomes of a section; an empty reason is the plan's own."""

    big_section = _big_section()
    section = _section("")
    reason = _reason()

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two is explained."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("big_section")) == bool(cleaned.get("section")) and not self.errors:
            raise forms.ValidationError(_("请指明是哪个大科室或科室的理由。"))
        return cleaned


class DutiesForm(PlanEditForm):
    """Duties that were ticked, and what shall become of them."""

    do = forms.ChoiceField(
        choices=[("move", "划转"), ("end", "终止"), ("return", "随科室走")],
        error_messages={"required": _("请选择要做什么。"), "invalid_choice": _("没有这种操作。")},
    )
    duty = RowsField(
        Duty.objects.none(),
        error_messages={
            "required": _("请先勾选职责。"),
            "invalid_choice": _("所选职责有的已不在方案里。"),
            "invalid_pk_value": _("所选职责有的已不在方案里。"),
        },
    )
    to = _big_section()
    reason = _reason()
    end_reason = _reason()

    def clean(self) -> dict[str, Any]:
        """What is moved needs a place, what ends needs a reason."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["do"] == "move" and not cleaned["to"]:
            self.add_error("to", _("请选择划转到哪个大科室。"))
        if cleaned["do"] == "end" and not cleaned["end_reason"]:
            self.add_error("end_reason", _("终止职责必须写明理由。"))
        return cleaned


class PeopleForm(SectionForm):
    """How many people, and who of them by name, go along from a section that is split."""

    to = _big_section(_("请选择人员随转到哪个大科室。"))
    people = forms.IntegerField(
        min_value=0,
        max_value=9_999,
        error_messages={"required": _("请填写随转人数，不转填 0。")},
    )
    staff = RowsField(
        StaffMember.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("所选人员有的已不在这个科室。"),
            "invalid_pk_value": _("所选人员有的已不在这个科室。"),
        },
    )


class RulingForm(PlanEditForm):
    """A transfer by ruling that becomes part of the plan, or no longer is."""

    do = forms.ChoiceField(choices=[("apply", "列入"), ("drop", "移出")])
    ruling = forms.ModelChoiceField(
        DutyRuling.objects.none(),
        error_messages={"invalid_choice": _("这条裁定不是本部门的划转。")},
    )
