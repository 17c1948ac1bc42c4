"""Which plans and studies a person may see: of departments in their scope, of their regions."""

from django.db.models import QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from departments.scope import departments_of, regions_of
from mergers.models import MergePlan, RegionStudy
from mergers.queries.edit_steps import with_steps


def plans_of(user: User) -> QuerySet[MergePlan]:
    """The plans a person may see, newest first."""
    visible = departments_of(user).values("pk")
    return MergePlan.objects.filter(department__in=visible).select_related(
        "department__region", "author"
    )


def get_plan(user: User, pk: int) -> MergePlan:
    """The plan with its edit steps, if the person may see it; Missing (404) otherwise."""
    plan = with_steps(plans_of(user).filter(pk=pk)).first()
    if plan is None:
        raise Missing("没有这个方案，或者您无权查看。", hint="请从“整合方案”页面重新进入。")
    return plan


def studies_of(user: User) -> QuerySet[RegionStudy]:
    """The studies of regions in which the person sees everything, newest first."""
    visible = regions_of(user).values("pk")
    return RegionStudy.objects.filter(region__in=visible).select_related("region", "author", "job")


def get_study(user: User, pk: int) -> RegionStudy:
    """The study if the person may see it; Missing (404) otherwise."""
    study = studies_of(user).filter(pk=pk).first()
    if study is None:
        raise Missing("没有这项测算，或者您无权查看。", hint="请从“全域测算”页面重新进入。")
    return study
