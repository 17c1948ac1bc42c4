"""Which plans a person may see: those of the departments in their scope."""

from django.db.models import QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from departments.scope import departments_of
from mergers.models import MergePlan


def plans_of(user: User) -> QuerySet[MergePlan]:
    """The plans a person may see, newest first."""
    visible = departments_of(user).values("pk")
    return MergePlan.objects.filter(department__in=visible).select_related(
        "department__region", "author"
    )


def get_plan(user: User, pk: int) -> MergePlan:
    """The plan if the person may see it; Missing (404) otherwise."""
    plan = plans_of(user).filter(pk=pk).first()
    if plan is None:
        raise Missing("没有这个方案，或者您无权查看。", hint="请从“整合方案”页面重新进入。")
    return plan
