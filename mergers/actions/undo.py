"""Taking edits of a draft back, and taking them again: one step at a time, whoever made it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.errors import Conflict
from mergers.actions.edit_session import Draft, newest_of, open_draft, rescore_and_record
from mergers.actions.save_arrangement import write
from mergers.domain.arrangement import Arrangement, in_order
from mergers.models import MergePlan, PlanEdit


@transaction.atomic
def undo(*, plan: MergePlan, by: User, at: datetime, seen: str | None = None) -> PlanEdit:
    """Take the last step back; Conflict when there is none."""
    draft = open_draft(plan, by, seen)
    edit = newest_of(draft.edits)
    if edit is None:
        raise Conflict("没有可以撤销的修改。", hint="这个方案还没有手工修改过，或已全部撤销。")
    return _step(draft, edit, edit.after, edit.before, undone=True, by=by, at=at)


@transaction.atomic
def redo(*, plan: MergePlan, by: User, at: datetime, seen: str | None = None) -> PlanEdit:
    """Take the last undone step again; Conflict when there is none."""
    draft = open_draft(plan, by, seen)
    edit = next((step for step in draft.edits if step.undone), None)
    if edit is None:
        raise Conflict("没有可以重做的修改。", hint="只有刚撤销的修改可以重做。")
    return _step(draft, edit, edit.before, edit.after, undone=False, by=by, at=at)


def _step(
    draft: Draft,
    edit: PlanEdit,
    expected: dict[str, object],
    wanted: dict[str, object],
    *,
    undone: bool,
    by: User,
    at: datetime,
) -> PlanEdit:
    """Go from one side of an edit to the other."""
    if draft.now != in_order(Arrangement.from_json(expected)):
        raise Conflict("方案在这一步之后有别的变化。", hint="请刷新页面，手工改回需要的样子。")
    written = write(draft.plan, draft.now, Arrangement.from_json(wanted))
    edit.undone = undone
    edit.save(update_fields=["undone"])
    words = f"{'撤销' if undone else '重做'}：{edit.words}"
    edited = newest_of(draft.edits) is not None
    rescore_and_record(draft.plan, written, words, by=by, at=at, edited=edited)
    return edit
