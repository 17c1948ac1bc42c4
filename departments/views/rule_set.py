"""The rule set of a region: posts by people, weights of the score, limits, each with its source."""

from dataclasses import asdict, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.audit.wording import field_words
from bigsection.errors import ChangedSince, Invalid
from departments.actions import rule_sets as actions
from departments.forms.rules import RuleSetForm, initial_of
from departments.kind_groups import in_words
from departments.models import Region, RuleSet
from departments.models.rule_set import FewestSmall
from departments.permissions import check_configure, may_configure
from departments.rule_presets import PRESETS, preset_of, steps_in_words
from departments.scope import get_region


@require_http_methods(["GET", "HEAD", "POST"])
def rule_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the rules in force, or with a preset (``?preset=``) to be saved; a good form
    saves them.
    """
    user = user_of(request)
    region = get_region(user, pk)
    current = actions.rules_of(region)
    if request.method != "POST":
        preset = preset_of(request.GET.get("preset", ""))
        shown = current
        if preset:
            shown = replace(
                current, name=preset.name, source=preset.source, posts_rule=preset.posts_rule
            )
        form = RuleSetForm(initial=initial_of(shown))
        context = {"form": form, "seen": current.fingerprint()}
        return _page(request, region, context | {"chosen": preset})
    check_configure(user, region)
    form = RuleSetForm(request.POST)
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        return _page(request, region, {"form": form, "seen": seen}, status=422)
    try:
        actions.save(region=region, rules=form.rules(), seen=seen, by=user, at=timezone.now())
    except Invalid as error:
        return _page(request, region, {"form": form, "seen": seen, "refused": error}, status=422)
    except ChangedSince as error:
        met = {"met": error, "theirs": _in_words(error.theirs), "seen": error.theirs.fingerprint()}
        return _page(request, region, {"form": form, **met}, status=409)
    messages.success(request, _("规则集已保存，以后求的方案按它计算；已有的方案不变。"))
    return redirect("rule_set", region.pk)


def _in_words(rules: actions.Rules) -> list[tuple[str, str]]:
    """What somebody else saved, field by field."""
    said = asdict(rules)
    weights = " / ".join(f"{100 * weight:g}" for weight in rules.weights.values())
    words = said | {
        "posts_rule": steps_in_words(rules.posts_rule),
        "weights": weights,
        "link_weight": f"{100 * rules.link_weight:g} %",
        "kind_groups": in_words(rules.kind_groups),
        "fewest_small": FewestSmall(rules.fewest_small).label,
    }
    return [
        (field_words(name), _("不限") if value is None else str(value))
        for name, value in words.items()
    ]


def _page(
    request: HttpRequest, region: Region, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    presets = [(preset, steps_in_words(preset.posts_rule)) for preset in PRESETS]
    shown = {
        "region": region,
        "presets": presets,
        "may_edit": may_configure(user_of(request), region),
        "stored": RuleSet.objects.filter(region=region).exists(),
        **context,
    }
    return render(request, "departments/rule_set.html", shown, status=status)
