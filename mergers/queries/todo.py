"""What waits for a person, and what they wait for themselves: the parts of 我的待办."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached
from django.core.paginator import Page
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from bigsection.accounts.models import User
from bigsection.errors import Missing
from bigsection.web.pages import KeysFirst
from departments.models import ImportStatus, Role, WorkbookImport
from departments.scope import departments_of, scope_key
from mergers.models import Decision, MergePlan, PlanStatus, Verdict
from mergers.queries.plans import LARGE, plans_for_list

Rows = QuerySet[Any]
FIRST = 10
"""So many rows of every part are on the page; all of one part are on pages of its own."""
PER_PAGE = 50


def _to_decide(user: User) -> QuerySet[MergePlan]:
    """Submitted plans that the person may decide upon, the longest waiting first: never their own,
    nor what they submitted.
    """
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
        .order_by("submitted_at", "pk")
    )


def _returned(user: User) -> QuerySet[Decision]:
    """The last return of each plan of theirs that came back, newest first."""
    same = Decision.objects.filter(plan=OuterRef("plan"), verdict=Verdict.RETURN)
    newer = same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    said = _said(user, Verdict.RETURN).filter(plan__status=PlanStatus.RETURNED)
    return said.exclude(Exists(newer))


def _approved(user: User) -> QuerySet[Decision]:
    """The approvals of their plans that they have not acknowledged yet, newest first."""
    return _said(user, Verdict.APPROVE).filter(acknowledged_at=None)


def _said(user: User, verdict: Verdict) -> QuerySet[Decision]:
    said = Decision.objects.filter(verdict=verdict, plan__author=user)
    said = said.select_related("plan__department__region", "by")
    return said.defer(*(f"plan__{name}" for name in LARGE)).order_by("-at", "-pk")


def _imports(user: User) -> QuerySet[WorkbookImport]:
    """The person's uploads that wait for their review."""
    waiting = WorkbookImport.objects.filter(uploaded_by=user, status=ImportStatus.REVIEW)
    return waiting.select_related("department", "region").defer("review", "choices")


def _own(status: PlanStatus) -> Callable[[User], QuerySet[MergePlan]]:
    """Their own plans that stand so, newest first."""
    return lambda user: plans_for_list(user, status=status).filter(author=user)


WAITING: Mapping[str, Callable[[User], Rows]] = {
    "to_decide": _to_decide,
    "returned": _returned,
    "approved": _approved,
    "imports": _imports,
}
"""What waits for the person."""
PARTS: Mapping[str, Callable[[User], Rows]] = {
    **WAITING,
    "waiting": _own(PlanStatus.SUBMITTED),
    "drafts": _own(PlanStatus.DRAFT),
}
"""With what they wait for themselves; drafts are theirs to leave."""


@dataclass(frozen=True, slots=True)
class Todo:
    """The first rows of every part that has any, or a page of the ``chosen`` one, and how many rows
    each part has.
    """

    pages: Mapping[str, Page[Any]]
    counts: Mapping[str, int]
    chosen: str

    @property
    def count(self) -> int:
        """How many things wait for the person."""
        return sum(self.counts[part] for part in WAITING)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(self.pages.values())


def todo_of(user: User, *, part: str = "", page: str | None = None) -> Todo:
    """The page 我的待办: every part with its first rows or, of one part, the page ``page``."""
    counts = _counts(user, PARTS)
    chosen = part if part in PARTS else ""
    pages = {}
    for name in (chosen,) if chosen else [part for part in PARTS if counts[part]]:
        paginator = KeysFirst(PARTS[name](user), PER_PAGE if chosen else FIRST)
        paginator.count = counts[name]
        pages[name] = paginator.get_page(page if chosen else 1)
    return Todo(pages, counts, chosen)


def todo_count(user: User) -> int:
    """How many things wait for a person; the figure beside 我的待办 on every page."""
    with connection.cursor() as cursor:
        cursor.execute(*_todo_sql(user))
        return sum(n for _, n in cursor.fetchall())


@cached(LRUCache(1000), key=scope_key, lock=Lock())
def _todo_sql(user: User) -> tuple[str, tuple[Any, ...]]:
    """The query with its values: making it takes ten times as long as asking it."""
    return _counted(user, WAITING).query.sql_with_params()


def _counts(user: User, parts: Iterable[str]) -> dict[str, int]:
    """The number of rows of each part."""
    return dict.fromkeys(parts, 0) | dict(_counted(user, parts))


def _counted(user: User, parts: Iterable[str]) -> QuerySet[Any, tuple[str, int]]:
    """Each part that has rows and their number, in one query."""
    rows = (PARTS[part](user).order_by().annotate(part=Value(part)) for part in parts)
    first, *others = (
        one.values("part").annotate(n=Count("pk")).values_list("part", "n") for one in rows
    )
    counted: QuerySet[Any, tuple[str, int]] = first.union(*others, all=True)
    return counted


def get_approval(user: User, pk: int) -> Decision:
    """The approval of a person's own plan; Missing for any other decision."""
    found = Decision.objects.filter(pk=pk, verdict=Verdict.APPROVE, plan__author=user).first()
    if found is None:
        raise Missing("没有这条审批意见，或者您不是拟稿人。", hint="请从“我的待办”重新进入。")
    return found
