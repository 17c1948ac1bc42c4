"""Giving a big section of a plan another name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bigsection.errors import Invalid, Missing
from mergers.actions import edits
from mergers.forms.plans import RenameForm
from mergers.models import MergePlan
from mergers.views.plan_edit import Made, perform


@require_POST
def big_section_rename(request: HttpRequest, pk: int, big_section_pk: int) -> HttpResponse:
    """Rename the big section, then show the plan."""

    def rename(plan: MergePlan, **whose: Any) -> Made:
        big_section = plan.big_sections.filter(pk=big_section_pk).first()
        if big_section is None:
            raise Missing("这个方案里没有这个大科室。", hint="请刷新方案页面后再试。")
        form = RenameForm(request.POST)
        if not form.is_valid():
            raise Invalid(
                "大科室名称不能为空，且不超过 120 个字。", hint="请返回方案页面重新填写。"
            )
        name = form.cleaned_data["name"]
        edits.rename_big_section(plan=plan, big_section=big_section, name=name, **whose)
        return f"已改名为“{name}”", None

    return perform(request, pk, rename)
