"""The forms of the plan pages: what is asked of the planner, and the words beside a decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bigsection.web.glossary import TERMS
from departments.forms.choosing import DepartmentFilterForm
from departments.forms.rules import kinds_field, limit_field
from departments.kind_groups import KINDS, groups_of, key_of, mixes_all
from departments.models import Region, RuleSet, Section
from departments.models.rule_set import FewestSmall
from mergers.forms.chosen import Alternative, refuse_unchosen
from mergers.models import PlanMode, PlanStatus
from mergers.planning.request import PlanRequest
from mergers.queries.boundaries import Boundary

PIN_ROWS = 2
"""So many empty rows for pins are on the page; the button 再加一行 asks for more."""
USUAL_CUT = 0.25
"""A reduction of 20-30 % is normal in the published reforms (docs/glossary.md)."""

WAYS = (
    Alternative("exact", "恰好多少个", ("count",)),
    Alternative("range", "在范围内选得分最高的", ("min_count", "max_count")),
)


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """One way of merging, with the sentence that explains it."""

    value: str
    label: str
    words: str


MODES = tuple(
    ModeChoice(mode, TERMS[key].name, TERMS[key].text)
    for mode, key in (
        (PlanMode.MERGE, "merge"),
        (PlanMode.CO_LOCATE, "co_locate"),
        (PlanMode.GROUP, "group"),
    )
)


def _percent_field(label: Any, most: int, words: Any) -> forms.FloatField:
    """A share in per cent that lifts its rule when it is left empty."""
    return forms.FloatField(
        label=label, required=False, min_value=0, max_value=most, help_text=words
    )


def _share(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 6)


class CommonRulesForm(forms.Form):
    """Mode and limits, asked for one department and for a whole region alike."""

    mode = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in MODES], initial=PlanMode.MERGE
    )
    max_members = limit_field(_("每个大科室最多科室数"))
    max_people = limit_field(_("每个大科室最多人数"))
    min_people = limit_field(_("每个大科室最少人数"))
    business_percent = _percent_field(
        _("业务大科室占比不低于（%）"), 100, _("业务人员占一半以上的算业务大科室；留空表示不限")
    )
    deviation_percent = _percent_field(
        _("人均负荷偏差不超过（%）"), 1_000, _("与全部门人均工作量相比，高低都算；留空表示不限")
    )
    kind_groups = kinds_field(required=False)
    same_line = forms.BooleanField(label=_("只在同一战线内整合"), required=False)
    no_one_person = forms.BooleanField(label=_("一人科先减到最少"), required=False)
    no_two_person = forms.BooleanField(label=_("两人科也减到最少"), required=False)

    def clean_min_people(self) -> int | None:
        """No fewer people than there may be at most."""
        least: int | None = self.cleaned_data["min_people"]
        most = self.cleaned_data.get("max_people")
        if least is not None and most is not None and least > most:
            raise forms.ValidationError(
                _("“最少人数”不能超过“最多人数”。请改小最少人数，或改大最多人数。")
            )
        return least

    def rules(self) -> dict[str, Any]:
        """The rules of a valid form as a request has them."""
        said = self.cleaned_data
        names = ("mode", "max_members", "max_people", "min_people", "same_line")
        kinds = groups_of(said["kind_groups"]) if said["kind_groups"] else [list(KINDS)]
        ones, twos = said["no_one_person"], said["no_two_person"]
        return {
            **{name: said[name] for name in names},
            "business_share": _share(said["business_percent"]),
            "max_load_deviation": _share(said["deviation_percent"]),
            "kind_groups": None if mixes_all(kinds) else tuple(tuple(kind) for kind in kinds),
            "fewest_small": 2 if twos else 1 if ones else None,
        }


class PlanRequestForm(CommonRulesForm):
    """What a plan shall be; ``plan_request`` turns the cleaned answers into the question."""

    count_kind = forms.ChoiceField(
        choices=[("exact", _("恰好")), ("range", _("在一个范围内"))], initial="exact"
    )
    count = forms.IntegerField(label=_("整合后科室数"), required=False, min_value=1)
    min_count = forms.IntegerField(label=_("最少"), required=False, min_value=1)
    max_count = forms.IntegerField(label=_("最多"), required=False, min_value=1)
    max_posts = forms.IntegerField(
        label=_("领导职数合计不超过"),
        required=False,
        min_value=0,
        max_value=9_999,
        help_text=_("正职和副职合计；合署、统筹保留职数，不适用。留空表示不限"),
    )
    keep = forms.MultipleChoiceField(label=_("保持不动"), required=False)
    rulings = forms.MultipleChoiceField(label=_("职责划转"), required=False)
    alternatives = forms.TypedChoiceField(
        label=_("备选方案"),
        coerce=int,
        choices=[(number, number) for number in range(6)],
        initial=2,
        required=False,
        empty_value=None,
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[Section],
        transfers: Sequence[Boundary] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.proposed = usual_counts(len(sections))
        self.names = {str(section.pk): section.name for section in sections}
        self.pairs: dict[str, list[tuple[str, str]]] = {"together": [], "apart": []}
        keep = self.fields["keep"]
        assert isinstance(keep, forms.MultipleChoiceField)  # noqa: S101
        keep.choices = list(self.names.items())
        rulings = self.fields["rulings"]
        assert isinstance(rulings, forms.MultipleChoiceField)  # noqa: S101
        rulings.choices = [(str(one.ruling.pk), one.ruling.given_text) for one in transfers]
        for field in ("count", "min_count", "max_count"):
            self.fields[field].widget.attrs["max"] = len(sections)

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together: the number of big sections, and the pins."""
        cleaned = super().clean() or {}
        if cleaned.get("count_kind") == "range":
            self._clean_range(cleaned)
        elif not self.errors.get("count"):
            if cleaned.get("count") is None:
                self.add_error("count", _("请填写整合后的科室数。"))
            elif cleaned["count"] > len(self.sections):
                self.add_error("count", self._too_many())
        refuse_unchosen(self, cleaned.get("count_kind"), WAYS, self.proposed)
        for kind in self.pairs:
            self.pairs[kind] = list(self._clean_pairs(kind))
        return cleaned

    def _clean_range(self, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get("min_count"), cleaned.get("max_count")
        if low is not None and low > len(self.sections):
            self.add_error("min_count", self._too_many())
        elif low is not None and high is not None and low > high:
            self.add_error("max_count", _("“最多”不能小于“最少”。"))

    def _too_many(self) -> str:
        return f"现在只有 {len(self.sections)} 个科室，整合后不能更多。"

    def _clean_pairs(self, kind: str) -> Iterator[tuple[str, str]]:
        """The pairs of one kind of pin; half a pair or a section with itself is an error."""
        for left, right in self.pin_rows(kind):
            if not left and not right:
                continue
            if left not in self.names or right not in self.names:
                self.add_error(None, _("每一行要选两个科室；不需要的行请两边都留空。"))
            elif left == right:
                self.add_error(None, f"“{self.names[left]}”不能与自己成对。")
            else:
                yield left, right

    def pin_rows(self, kind: str) -> list[tuple[str, str]]:
        """The rows of selects as they were sent, empty ones included."""
        if not isinstance(self.data, QueryDict):
            return []  # the form has not been sent
        lefts, rights = self.data.getlist(f"{kind}_a"), self.data.getlist(f"{kind}_b")
        return list(zip(lefts, rights, strict=False))

    def rows_to_show(self, kind: str) -> list[tuple[str, str]]:
        """The filled rows, then empty ones to fill."""
        filled = [row for row in self.pin_rows(kind) if any(row)]
        extra = self.is_bound and self.data.get("add_row") == kind
        return [*filled, *[("", "")] * (PIN_ROWS if not filled or extra else 1)]

    def plan_request(self) -> PlanRequest:
        """The question for the planner; call it only when the form is valid."""
        answers = self.cleaned_data
        exact = answers["count_kind"] == "exact"
        return PlanRequest(
            count=answers["count"] if exact else None,
            min_count=None if exact else answers["min_count"],
            max_count=None if exact else answers["max_count"],
            alternatives=answers["alternatives"] or 0,
            max_posts=answers["max_posts"],
            must_together=tuple((int(a), int(b)) for a, b in self.pairs["together"]),
            must_apart=tuple((int(a), int(b)) for a, b in self.pairs["apart"]),
            keep=tuple(int(pk) for pk in answers["keep"]),
            rulings=tuple(int(pk) for pk in answers["rulings"]),
            **self.rules(),
        )


def usual_rules(region: Region) -> dict[str, object]:
    """What the forms propose: the limits of the region's rules."""
    rules = RuleSet.objects.of(region)
    return {
        "max_members": rules.max_members,
        "max_people": rules.max_people,
        "kind_groups": key_of(rules.kind_groups),
        "no_one_person": rules.fewest_small >= FewestSmall.ONES,
        "no_two_person": rules.fewest_small >= FewestSmall.TWOS,
    }


def usual_counts(sections: int) -> dict[str, int]:
    """The numbers of big sections that the form proposes: a quarter fewer, or 20-30 % fewer."""
    return {
        "count": max(1, round(sections * (1 - USUAL_CUT))),
        "min_count": max(1, round(sections * 0.7)),
        "max_count": max(1, round(sections * 0.8)),
    }


class RenameForm(forms.Form):
    """The new name of a big section."""

    name = forms.CharField(label=_("大科室名称"), max_length=120)


class PlanFilterForm(DepartmentFilterForm):
    """Which plans to list."""

    status = forms.ChoiceField(required=False, choices=PlanStatus.choices)
