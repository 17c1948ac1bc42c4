"""The form of a region's rule set: steps of leadership posts, weights in per cent, limits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bigsection.web.glossary import TERMS
from departments.actions.rule_sets import MOST_PEOPLE, MOST_POSTS, Rules
from departments.kind_groups import choices, groups_of, key_of
from departments.models.rule_set import FewestSmall, default_weights
from departments.rule_presets import Steps

STEPS = 6
"""So many rows for steps with an upper end; the open one follows them."""
PARTS = tuple(default_weights())


def _whole(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, **options)


def limit_field(label: Any) -> forms.IntegerField:
    """A limit of a big section; larger numbers than any department has are slips of the finger."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("留空表示不限"),
    )


KINDS_HELP = _("用“+”连在一起的类别可以并入同一个大科室，用“|”隔开的不能")
SMALL_HELP = _("先求出最少能剩几个，再在其中求总分最高的方案；做不到没有时，方案页说明原因")


def kinds_field(*, required: bool = True) -> forms.ChoiceField:
    """Which kinds may mix, as one choice of all fifteen ways."""
    return forms.ChoiceField(
        label=_("可以混合的科室类别"), choices=choices, help_text=KINDS_HELP, required=required
    )


class RuleSetForm(forms.Form):
    """Everything a rule set says; ``rules`` gives it as the action takes it."""

    name = forms.CharField(label=_("名称"), max_length=60)
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("文号或会议；没有上级规定的，写“本市自定”。方案的规则页会显示它。"),
        error_messages={"required": _("请填写依据；没有上级规定的，写“本市自定”。")},
    )
    link_percent = forms.FloatField(
        label=_("业务往来权重（%）"),
        min_value=0,
        max_value=100,
        help_text=_("有业务往来的部门，相似度 =（1 − 权重）× 文本相似度 + 权重 × 往来强度。"),
    )
    max_members = limit_field(_("每个大科室最多科室数"))
    max_people = limit_field(_("每个大科室最多人数"))
    kind_groups = kinds_field()
    fewest_small = forms.TypedChoiceField(
        label=_("一人科、两人科"),
        choices=FewestSmall.choices,
        coerce=int,
        help_text=SMALL_HELP,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(STEPS):
            self.fields[f"upper_{row}"] = _whole(_("人数上限"), MOST_PEOPLE)
            self.fields[f"posts_{row}"] = _whole(_("职数"), MOST_POSTS)
        self.fields["posts_open"] = forms.IntegerField(
            label=_("更多人的职数"), min_value=0, max_value=MOST_POSTS
        )
        for part in PARTS:
            self.fields[f"weight_{part}"] = forms.FloatField(
                label=TERMS[part].name, min_value=0, max_value=100
            )

    def clean(self) -> dict[str, Any]:
        """A step has both figures or neither; not every weight is 0."""
        cleaned = super().clean() or {}
        for row in range(STEPS):
            upper, posts = cleaned.get(f"upper_{row}"), cleaned.get(f"posts_{row}")
            if (upper is None) != (posts is None) and not self.errors:
                self.add_error(f"upper_{row}", _("每一档的人数和职数都要填，不需要的一档都留空。"))
        weights = [cleaned.get(f"weight_{part}") for part in PARTS]
        if None not in weights and not sum(weight or 0 for weight in weights):
            self.add_error(None, _("评分权重不能全为 0。"))
        return cleaned

    def step_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the steps, row by row."""
        return [(self[f"upper_{row}"], self[f"posts_{row}"]) for row in range(STEPS)]

    def weight_rows(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of the weights, each with what its part of the score asks."""
        return [(self[f"weight_{part}"], TERMS[part].text) for part in PARTS]

    def rules(self) -> Rules:
        """What a valid form says."""
        said = self.cleaned_data
        steps: Steps = [
            [said[f"upper_{row}"], said[f"posts_{row}"]]
            for row in range(STEPS)
            if said[f"upper_{row}"] is not None
        ]
        return Rules(
            name=said["name"],
            source=said["source"],
            posts_rule=[*steps, [None, said["posts_open"]]],
            weights={part: said[f"weight_{part}"] / 100 for part in PARTS},
            link_weight=round(said["link_percent"] / 100, 6),
            max_members=said["max_members"],
            max_people=said["max_people"],
            kind_groups=groups_of(said["kind_groups"]),
            fewest_small=said["fewest_small"],
        )


def initial_of(rules: Rules) -> dict[str, Any]:
    """What stands in the form for a rule set."""
    return {
        "name": rules.name,
        "source": rules.source,
        "link_percent": _percent(rules.link_weight),
        "max_members": rules.max_members,
        "max_people": rules.max_people,
        "kind_groups": key_of(rules.kind_groups),
        "fewest_small": rules.fewest_small,
        **_steps(rules.posts_rule),
        **{f"weight_{part}": _percent(rules.weights.get(part, 0.0)) for part in PARTS},
    }


def _steps(steps: Steps) -> dict[str, Any]:
    """The rows of the steps; a rule of more steps than rows shows its first ones."""
    found: dict[str, Any] = {"posts_open": steps[-1][1]}
    for row, (upper, posts) in enumerate(steps[:-1][:STEPS]):
        found |= {f"upper_{row}": upper, f"posts_{row}": posts}
    return found


def _percent(share: float) -> str:
    return f"{round(100 * share, 4):g}"
