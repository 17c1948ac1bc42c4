"""The forms of a region study: what it asks of all departments, and another split of a total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bigsection.web.numbers import whole
from departments.models import Department, Region
from mergers.actions.studies import Limits
from mergers.forms.chosen import Alternative, refuse_unchosen
from mergers.forms.plans import USUAL_CUT, CommonRulesForm, usual_rules
from mergers.models import PlanMode, StudyLine
from mergers.planning.request import PlanRequest

USUAL_TIME_S = 20
"""Seconds for one department: all but the hardest take a fraction of one."""
LARGEST_TOTAL = 99_999
TOO_LARGE = {
    "max_value": _("科室总数最多 %(limit_value)s 个。"),
    "min_value": _("科室总数至少 %(limit_value)s 个。"),
    "invalid": _("科室总数请填整数。"),
}
WAYS = (
    Alternative("percent", "减少百分之几", ("percent",)),
    Alternative("exact", "恰好多少个", ("total",)),
    Alternative("free", "不限，取总分最高的"),
)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A department in the table of limits, with what stands in its fields and what is wrong."""

    department: Department
    sections: int
    taken: bool
    low: str
    high: str
    error: str = ""


def limits_in(data: Mapping[str, Any], key: int, sections: int) -> tuple[Limits, str]:
    """The limits that were typed for one department, and what is wrong with them in words.

    Empty fields, the lowest and the highest possible number are no limit.
    """
    low, low_error = _number(str(data.get(f"low-{key}", "")))
    high, high_error = _number(str(data.get(f"high-{key}", "")))
    error = low_error or high_error
    for value in (low, high):
        if not error and value is not None and not 1 <= value <= sections:
            error = f"请填 1–{sections} 之间的整数"
    if not error and low is not None and high is not None and low > high:
        error = "下限不能超过上限"
    return (low if low != 1 else None, high if high != sections else None), error


def _number(text: str) -> tuple[int | None, str]:
    text = text.strip()
    if not text:
        return None, ""
    number = whole(text)
    return number, "" if number is not None else "请填整数"


class StudyForm(CommonRulesForm):
    """What a study shall ask; ``rows`` are the departments of ``region`` with their limits."""

    title = forms.CharField(label=_("名称"), max_length=120)
    total_kind = forms.ChoiceField(
        choices=[("percent", _("减少")), ("exact", _("恰好")), ("free", _("不限"))],
        initial="percent",
    )
    percent = forms.FloatField(label=_("减少百分之几"), required=False, min_value=0, max_value=99)
    total = forms.IntegerField(
        label=_("整合后科室总数"),
        required=False,
        min_value=1,
        max_value=LARGEST_TOTAL,
        error_messages=TOO_LARGE,
    )
    time_limit_s = forms.IntegerField(
        label=_("每个部门最多用时（秒）"),
        min_value=1,
        max_value=3_600,
        initial=USUAL_TIME_S,
        help_text=_("到时未证明最优的，给出可信上界"),
    )

    def __init__(
        self, *args: Any, region: Region, departments: Sequence[Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.departments = departments
        sections = sum(getattr(department, "section_count", 0) for department in departments)
        self.initial = self.proposed = usual_study(region, sections)
        self.rows = list(self._rows())

    def _rows(self) -> Iterable[LimitRow]:
        for department in self.departments:
            sections: int = getattr(department, "section_count", 0)
            if not self.is_bound:
                yield LimitRow(department, sections, True, "1", str(sections))
                continue
            taken = bool(self.data.get(f"take-{department.pk}"))
            _limits, error = limits_in(self.data, department.pk, sections)
            low, high = (self.data.get(f"{end}-{department.pk}", "") for end in ("low", "high"))
            yield LimitRow(department, sections, taken, low, high, error if taken else "")

    @property
    def taking_part(self) -> int:
        """How many sections the ticked departments have."""
        return sum(row.sections for row in self.rows if row.taken)

    def clean(self) -> dict[str, Any]:
        """Check the limits of the ticked departments, and work out the total."""
        cleaned = super().clean() or {}
        if not any(row.taken for row in self.rows):
            self.add_error(None, _("没有选择部门，请至少勾选一个。"))
        wrong = sum(bool(row.error) for row in self.rows)
        if wrong:
            self.add_error(None, f"有 {wrong} 个部门的上下限填得不对，见下表中的说明。")
        kind = cleaned.get("total_kind")
        if kind == "exact" and not self.errors.get("total") and cleaned.get("total") is None:
            self.add_error("total", _("请填写整合后的科室总数。"))
        if kind == "percent" and not self.errors.get("percent") and cleaned.get("percent") is None:
            self.add_error("percent", _("请填写减少的百分数。"))
        refuse_unchosen(self, kind, WAYS, self.proposed)
        return cleaned

    def chosen_total(self) -> int | None:
        """The total to share out, None for a free one; call it only when the form is valid."""
        kind = self.cleaned_data["total_kind"]
        if kind == "percent":
            share: float = 1 - self.cleaned_data["percent"] / 100
            return max(1, round(self.taking_part * share))
        total: int | None = self.cleaned_data["total"] if kind == "exact" else None
        return total

    def participants(self) -> list[StudyLine]:
        """The ticked departments with their limits."""
        lines = []
        for row in self.rows:
            (low, high), _error = limits_in(self.data, row.department.pk, row.sections)
            line = StudyLine(department=row.department, sections=row.sections, low=low, high=high)
            lines += [line] if row.taken else []
        return lines

    def plan_request(self) -> PlanRequest:
        """The question that every department is asked."""
        return PlanRequest(time_limit_s=self.cleaned_data["time_limit_s"], **self.rules())


def usual_study(region: Region, sections: int) -> dict[str, object]:
    """What the form proposes: a quarter fewer sections, under the limits of the region's rules."""
    return {
        "title": f"{region}全域测算 {timezone.localdate():%Y-%m-%d}",
        "total_kind": "percent",
        "percent": f"{USUAL_CUT * 100:g}",
        "total": max(1, round(sections * (1 - USUAL_CUT))),
        "mode": PlanMode.MERGE,
        **usual_rules(region),
        "time_limit_s": USUAL_TIME_S,
    }


class SplitForm(forms.Form):
    """Another total for a study that is done, and other limits for its lines."""

    total = forms.IntegerField(
        label=_("科室总数"),
        required=False,
        min_value=1,
        max_value=LARGEST_TOTAL,
        error_messages=TOO_LARGE,
    )
    free = forms.BooleanField(required=False)

    def __init__(self, *args: Any, lines: Sequence[StudyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.limits: dict[int, Limits] = {}

    def clean(self) -> dict[str, Any]:
        """Check the total and the limits that were typed; the first mistake names its line."""
        cleaned = super().clean() or {}
        if not cleaned.get("free") and not self.errors and cleaned.get("total") is None:
            self.add_error("total", _("请填写科室总数，或选择不限总数。"))
        for line in self.lines:
            if line.sections and f"low-{line.pk}" in self.data:
                limits, error = limits_in(self.data, line.pk, line.sections)
                self.limits[line.pk] = limits
                if error:
                    self.add_error(None, f"“{line.department}”的上下限：{error}。")
        return cleaned

    def chosen_total(self) -> int | None:
        """The total to share out; None for a free one."""
        total: int | None = None if self.cleaned_data["free"] else self.cleaned_data["total"]
        return total

    def words(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
