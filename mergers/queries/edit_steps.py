"""What undo and redo would do to a plan, read along with the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mergers.models import MergePlan, PlanEdit


@dataclass(frozen=True, slots=True)
class EditSteps:
    """What undo and redo would do, in words; empty when there is nothing to do."""

    undo_words: str = ""
    redo_words: str = ""


def with_steps(plans: QuerySet[MergePlan]) -> QuerySet[MergePlan]:
    """The plans with what ``steps_of`` needs."""
    edits = PlanEdit.objects.filter(plan=OuterRef("pk"))
    standing = edits.filter(undone=False).order_by("-number")
    undone = edits.filter(undone=True).order_by("number")

    def first(rows: QuerySet[PlanEdit], field: str, otherwise: Any) -> Coalesce:
        return Coalesce(Subquery(rows.values(field)[:1]), Value(otherwise))

    return plans.annotate(
        undo_words=first(standing, "words", ""),
        redo_words=first(undone, "words", ""),
    )


def steps_of(plan: MergePlan, edit: PlanEdit | None = None) -> EditSteps:
    """The steps of a plan as it was read by ``with_steps``, or right after a new ``edit``."""
    if edit is not None:
        return EditSteps(undo_words=edit.words)
    read = vars(plan)
    return EditSteps(read["undo_words"], read["redo_words"])


def renew_steps(plan: MergePlan) -> None:
    """Read the steps of a plan again, after an undo or redo."""
    read = vars(with_steps(MergePlan.objects.filter(pk=plan.pk)).only("pk").get())
    vars(plan).update({name: read[name] for name in ("undo_words", "redo_words")})
