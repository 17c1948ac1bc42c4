"""Which plans and studies a person may see: of departments in their scope, of their regions."""

from functools import cache

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Missing
from departments.models import RegionCalibration
from departments.scope import departments_of, regions_of
from mergers.models import MergePlan, PlanStatus, RegionStudy
from mergers.queries.edit_steps import with_steps


def plans_of(user: User) -> QuerySet[MergePlan]:
    """The plans a person may see, newest first."""
    visible = departments_of(user).values("pk")
    return MergePlan.objects.filter(department__in=visible).select_related(
        "department__region", "author"
    )


def get_plan(user: User, pk: int) -> MergePlan:
    """The plan if the person may see it, with its edit steps, the newest event of its trail, the plan
    that waits for its department, its calibration and ``newest_calibration``, the number of the one
    in force; Missing (404) otherwise.
    """
    visible = departments_of(user).values("pk")
    plan = _known().filter(pk=pk, department__in=visible).first()
    if plan is None:
        raise Missing("没有这个方案，或者您无权查看。", hint="请从“整合方案”页面重新进入。")
    read = vars(plan)
    plan.newest_event, plan.waiting = read["trail_end"], read["submitted"]
    return plan


@cache
def _known() -> QuerySet[MergePlan]:
    """The query of ``get_plan`` for all plans, which takes longer to make than to ask."""
    events = AuditEvent.objects.filter(
        subject_type=MergePlan._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    newest = Subquery(events.order_by("-pk").values("pk")[:1])
    submitted = MergePlan.objects.filter(
        department=OuterRef("department"), status=PlanStatus.SUBMITTED
    )
    plans = MergePlan.objects.select_related("department__region", "author")
    return with_steps(_with_calibration(plans)).annotate(
        trail_end=Coalesce(newest, Value(0)), submitted=Subquery(submitted.values("pk")[:1])
    )


def _with_calibration(plans: QuerySet[MergePlan]) -> QuerySet[MergePlan]:
    """Each plan with the calibration it was made under and the number of its region's newest."""
    own = RegionCalibration.objects.filter(region=OuterRef("department__region"))
    newest = Subquery(own.order_by("-number").values("number")[:1])
    found = plans.select_related("calibration").defer("calibration__content")
    return found.annotate(newest_calibration=newest)


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
