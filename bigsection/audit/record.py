"""Writing the audit trail: the only way in which an event is made."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent

FOLLOWERS: list[Callable[[AuditEvent], object]] = []
"""What applications do in the transaction of every event; filled by them when they start."""


def record(
    verb: str,
    subject: models.Model,
    *,
    by: User | None,
    at: datetime,
    of: models.Model | None,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event about ``subject``; must run in the transaction of the change itself.

    ``by`` is None for the command line, ``of`` the department or the region whose trail it is in
    (None: of no place). ``changes`` maps a field to ``[old, new]`` or holds figures. Raises
    TransactionManagementError outside a transaction, so that a change without its event (or the
    reverse) cannot be committed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record needs a transaction")
    region = getattr(of, "region", None)  # a department has one
    event = AuditEvent.objects.create(
        at=at,
        actor=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id="" if subject.pk is None else str(subject.pk),
        subject_label=str(subject)[:200],
        region_code=getattr(region or of, "code", ""),
        department_id=of.pk if of and region else None,
        reason=reason,
        changes=dict(changes or {}),
    )
    for follow in FOLLOWERS:
        follow(event)
    return event
