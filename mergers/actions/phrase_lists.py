"""Changing the phrase list of a region: saved, put back to the built-in one, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen
from bigsection.errors import ChangedSince, Conflict
from departments.models import PhraseList, Region
from departments.permissions import check_configure
from mergers.actions import calibrations
from mergers.lazy import similarity
from mergers.planning.phrase_lists import (
    boilerplate_of,
    builtin_phrases,
    columns_of,
    difference,
    fingerprint,
    to_store,
    written,
)

VERBS = ("phrases.save", "phrases.restore", "phrases.undo")


@transaction.atomic
def save(
    *, region: Region, phrases: similarity.phrases.Boilerplate, seen: str, by: User, at: datetime
) -> PhraseList | None:
    """Store the list of a region; None when it is what stands there already.

    ``seen`` is the fingerprint of the list that the person started from. Raises NotAllowed for
    anybody but the region's officer, ChangedSince (with ``theirs``) when somebody else saved another list
    meanwhile.
    """
    region = _locked(region, by)
    present = _present(region)
    current = boilerplate_of(present)
    if fingerprint(current) == fingerprint(phrases):
        return present
    _check_seen(current, seen)
    return _store(region, current, phrases, "phrases.save", by, at)


@transaction.atomic
def restore(*, region: Region, by: User, at: datetime, seen: str | None = None) -> None:
    """Put the built-in list in force again; nothing happens where it is."""
    region = _locked(region, by)
    current, builtin = boilerplate_of(_present(region)), builtin_phrases()
    _check_seen(current, seen)
    if fingerprint(current) != fingerprint(builtin):
        _store(region, current, builtin, "phrases.restore", by, at)


@transaction.atomic
def undo(*, region: Region, by: User, at: datetime, seen: str | None = None) -> None:
    """Take the last change back, as the audit trail tells it; undone twice it is there again.

    Raises Conflict where nothing has been changed.
    """
    region = _locked(region, by)
    present, last = _present(region), last_change(region)
    if present is None or last is None:
        raise Conflict("词表没有可以撤销的修改。", hint="内置词表正在使用。")
    current = boilerplate_of(present)
    _check_seen(current, seen)
    columns = {}
    for name, words in columns_of(current).items():
        added = set(last.changes.get(f"{name}.new", ()))
        kept = [word for word in words if word not in added]
        columns[name] = [*kept, *last.changes.get(f"{name}.removed", ())]
    builtin = last.changes.get("builtin_catch_alls", [current.builtin_catch_alls])[0]
    before = written(columns, builtin_catch_alls=builtin)
    _store(region, current, before, "phrases.undo", by, at)


def last_change(region: Region) -> AuditEvent | None:
    """The last event of the region's phrase list; None where it has never been changed."""
    present = _present(region)
    if present is None:
        return None
    events = AuditEvent.objects.of(present).filter(verb__in=VERBS).select_related("actor")
    return events.first()


def _locked(region: Region, by: User) -> Region:
    """The region, locked so that two savings come one after the other."""
    found = Region.objects.select_for_update().get(pk=region.pk)
    check_configure(by, found)
    return found


def _check_seen(current: similarity.phrases.Boilerplate, seen: str | None) -> None:
    """Refuse to change another list than the one that the person started from."""
    check_seen(
        seen,
        fingerprint(current),
        lambda: ChangedSince(
            "您编辑期间，他人保存过这份词表，没有覆盖他人的修改。",
            hint="请对照两边的差别，改好后再保存一次。",
            theirs=current,
        ),
    )


def _present(region: Region) -> PhraseList | None:
    return PhraseList.objects.filter(region=region).first()


def _store(
    region: Region,
    old: similarity.phrases.Boilerplate,
    new: similarity.phrases.Boilerplate,
    verb: str,
    by: User,
    at: datetime,
) -> PhraseList:
    values = to_store(new) | {"changed_at": at, "changed_by": by}
    stored, _ = PhraseList.objects.update_or_create(region=region, defaults=values)
    changes: dict[str, Any] = {}
    for name, (added, gone) in difference(old, new).items():
        changes |= {f"{name}.new": added} if added else {}
        changes |= {f"{name}.removed": gone} if gone else {}
    if old.builtin_catch_alls != new.builtin_catch_alls:
        changes["builtin_catch_alls"] = [old.builtin_catch_alls, new.builtin_catch_alls]
    record(verb, stored, by=by, at=at, of=region, changes=changes)
    calibrations.follow_phrases(region=region, by=by, at=at)
    return stored
