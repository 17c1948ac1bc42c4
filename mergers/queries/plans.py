"""What the pages of plans read from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value, prefetch_related_objects

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Missing
from departments.models import Department, ImportStatus, Role, Section, WorkbookImport
from departments.scope import departments_of
from mergers.models import Decision, MergePlan, PlanStatus, Verdict
from mergers.scope import plans_of

LARGE = ("baseline", "problem", "outcome", "certificate")
"""Columns of a plan that lists do not need."""


def sections_of(department: Department) -> list[Section]:
    """The sections that a plan of the department would place, in their usual order."""
    return list(department.sections.standing())


def plans_for_list(
    user: User, *, department: int | None = None, status: str = ""
) -> QuerySet[MergePlan]:
    """The plans a person may see, newest first, narrowed to a department and a status."""
    plans = plans_of(user).defer(*LARGE)
    if department is not None:
        plans = plans.filter(department=department)
    return plans.filter(status=status) if status else plans


def with_big_sections(plan: MergePlan) -> MergePlan:
    """The plan with its big sections, their members and its decisions read, for the API."""
    prefetch_related_objects([plan], "big_sections__placements", "decisions__by")
    for big in plan.big_sections.all():
        for placement in big.placements.all():
            placement.plan = plan  # names come from its snapshot
    return plan


def departments_with_plans(user: User) -> QuerySet[Department]:
    """The departments to choose from in the list of plans."""
    return departments_of(user).filter(plans__isnull=False).distinct()


def siblings_of(plan: MergePlan) -> list[MergePlan]:
    """The plans of the same department that were proposed in the same moment, best first."""
    return list(
        MergePlan.objects.filter(department=plan.department_id, created_at=plan.created_at)
        .defer(*LARGE)
        .order_by("-score", "pk")
    )


def last_word(plan: MergePlan) -> Decision | None:
    """Why a returned plan came back, or what was said when a plan that waits was submitted, and by
    whom; None while it is anything else.
    """
    verdicts = {PlanStatus.RETURNED: Verdict.RETURN, PlanStatus.SUBMITTED: Verdict.SUBMIT}
    verdict = verdicts.get(PlanStatus(plan.status))
    if verdict is None:
        return None
    said = plan.decisions.filter(verdict=verdict).select_related("by")
    return said.order_by("-at", "-pk").first()


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What was said to a plan, oldest first, and everything that was done to it, newest first."""

    decisions: Sequence[Decision]
    events: Sequence[AuditEvent]


def record_of(plan: MergePlan) -> PlanRecord:
    """Who has signed the plan and when, and its lines of the audit trail."""
    return PlanRecord(
        list(plan.decisions.select_related("by")),
        list(AuditEvent.objects.of(plan).select_related("actor")),
    )


@dataclass(frozen=True, slots=True)
class Todo:
    """What waits for a person, and what they wait for themselves."""

    to_decide: Sequence[MergePlan]
    returned: Sequence[Decision]
    approved: Sequence[Decision]
    imports: Sequence[WorkbookImport]
    drafts: Sequence[MergePlan]
    waiting: Sequence[MergePlan]

    @property
    def count(self) -> int:
        """How many things wait for the person; drafts are theirs to leave."""
        told = len(self.returned) + len(self.approved)
        return len(self.to_decide) + told + len(self.imports)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.count or self.drafts or self.waiting)


def todo_of(user: User) -> Todo:
    """Everything the page 我的待办 shows to a person."""
    own = plans_for_list(user).filter(author=user)
    statuses = (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.RETURNED)
    to_decide = list(_to_decide(user).order_by("submitted_at", "pk"))
    mine = list(own.filter(status__in=statuses))
    returned = {plan.pk: plan for plan in mine if plan.status == PlanStatus.RETURNED}
    return Todo(
        to_decide=to_decide,
        returned=_returns(returned),
        approved=list(approvals_to_tell(user)),
        imports=list(_imports(user).select_related("department", "region").defer("review")),
        drafts=[plan for plan in mine if plan.status == PlanStatus.DRAFT],
        waiting=[plan for plan in mine if plan.status == PlanStatus.SUBMITTED],
    )


def _returns(plans: Mapping[int, MergePlan]) -> list[Decision]:
    """The last return of each plan, newest first, with the plan as it was read."""
    said = Decision.objects.filter(plan__in=plans, verdict=Verdict.RETURN).select_related("by")
    last = {decision.plan_id: decision for decision in said.order_by("at", "pk")}
    for pk, decision in last.items():
        decision.plan = plans[pk]
    return sorted(last.values(), key=lambda decision: decision.at, reverse=True)


def approvals_to_tell(user: User) -> QuerySet[Decision]:
    """The approvals of a person's own plans that they have not acknowledged yet, newest first."""
    large = [f"plan__{name}" for name in LARGE]
    told = _approvals(user).select_related("plan__department__region", "by").defer(*large)
    return told.order_by("-at", "-pk")


def _approvals(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(verdict=Verdict.APPROVE, plan__author=user, acknowledged_at=None)


def get_approval(user: User, pk: int) -> Decision:
    """The approval of a person's own plan; Missing for any other decision."""
    found = Decision.objects.filter(pk=pk, verdict=Verdict.APPROVE, plan__author=user).first()
    if found is None:
        raise Missing("没有这条审批意见，或者您不是拟稿人。", hint="请从“我的待办”重新进入。")
    return found


def todo_count(user: User) -> int:
    """How many things wait for a person; the figure beside 我的待办 on every page."""
    returned = MergePlan.objects.filter(author=user, status=PlanStatus.RETURNED)
    waiting = (_to_decide(user), returned, _approvals(user), _imports(user))
    first, *others = (rows.order_by().annotate(one=Value(1)).values("one") for rows in waiting)
    return first.union(*others, all=True).count()


def _to_decide(user: User) -> QuerySet[MergePlan]:
    """Submitted plans that the person may decide upon: never their own, nor what they submitted."""
    submitter = (
        Decision.objects.filter(plan=OuterRef("pk"), verdict=Verdict.SUBMIT)
        .order_by("-at", "-pk")
        .values("by")[:1]
    )
    led = departments_of(user, (Role.LEADER,))
    return (
        plans_for_list(user)
        .filter(status=PlanStatus.SUBMITTED, department__in=led.values("pk"))
        .exclude(author=user)
        .annotate(submitter=Subquery(submitter))
        .filter(Q(submitter__isnull=True) | ~Q(submitter=user.pk))
    )


def _imports(user: User) -> QuerySet[WorkbookImport]:
    """The person's uploads that wait for their review."""
    return WorkbookImport.objects.filter(uploaded_by=user, status=ImportStatus.REVIEW)
