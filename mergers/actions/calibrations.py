"""Calibrating a region: for the first time by itself, again only when an officer wants it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen
from bigsection.errors import ChangedSince, Conflict
from departments.models import CalibrationOccasion, Region, RegionCalibration
from departments.permissions import check_configure
from mergers.lazy import similarity
from mergers.planning import calibrations
from mergers.planning.calibration_preview import seen_of


def establish(*, region: Region, at: datetime, first: bool = False) -> RegionCalibration | None:
    """The calibration in force; a region without one gets its first, of the texts of now. None
    while there is no section.

    One without a scale (there were no pairs to tell a usual similarity from a high one) counts as
    none; so does any where the duties of now are the ``first``: it was made from mere names, or from
    what was taken back since.
    """
    present = RegionCalibration.objects.in_force(region)
    if _serves(present) and not first:
        return present
    with transaction.atomic():
        region = Region.objects.select_for_update().get(pk=region.pk)
        present = RegionCalibration.objects.in_force(region)  # somebody may have been faster
        if _serves(present) and not first:
            return present
        fresh = calibrations.fresh(region)
        if not fresh.sections:
            return present
        return _store(region, fresh, CalibrationOccasion.FIRST, None, at)


def _serves(present: RegionCalibration | None) -> bool:
    """Whether there is a calibration with a scale."""
    return present is not None and present.p95 > present.p50


@transaction.atomic
def recalibrate(*, region: Region, seen: str, by: User | None, at: datetime) -> RegionCalibration:
    """Calibrate a region by the texts and the phrase list of today; plans that exist keep theirs.

    ``by`` is None for the command line. ``seen`` names the two calibrations that the person has
    compared. Raises NotAllowed for anybody but the region's officer; Conflict when a text, the
    phrase list or the calibration has changed since, and when there is nothing to change.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    if by is not None:
        check_configure(by, region)
    present, fresh = RegionCalibration.objects.in_force(region), calibrations.fresh(region)
    check_seen(
        seen,
        seen_of(present, fresh),
        lambda: ChangedSince(
            "您查看预览之后，职责、词表或校准又有变化，没有重新校准。",
            hint="请核对新的预览，再确认一次。",
        ),
    )
    if not fresh.sections or (present is not None and present.hash == fresh.hash):
        raise Conflict("没有可以更新的内容。", hint="校准之后没有新的职责或词表修改。")
    return _store(region, fresh, CalibrationOccasion.AGAIN, by, at)


def follow_phrases(*, region: Region, by: User, at: datetime) -> None:
    """Measure by the phrase list that was just saved; its preview has told what that changes.

    Must run in the transaction that has saved it and holds the region.
    """
    fresh = calibrations.fresh(region)
    if fresh.sections:
        _store(region, fresh, CalibrationOccasion.PHRASES, by, at)


def _store(
    region: Region,
    calibration: similarity.calibration.Calibration,
    occasion: str,
    by: User | None,
    at: datetime,
) -> RegionCalibration:
    """Write the next calibration of a region that is locked, and record it; the present one where
    it is the same.
    """
    present = RegionCalibration.objects.in_force(region)
    values = calibrations.values_of(calibration)
    if present is not None and present.hash == values["hash"]:
        return present
    made = RegionCalibration.objects.create(
        region=region,
        number=present.number + 1 if present else 1,
        occasion=occasion,
        made_at=at,
        made_by=by,
        departments=calibrations.sections_of(region).values("department").distinct().count(),
        **values,
    )
    changes = {
        name: [present and _figure(name, present), _figure(name, made)]
        for name in ("number", "p50", "p95", "departments", "sections")
    }
    record("calibration.make", made, by=by, at=at, of=region, changes=changes)
    return made


def _figure(name: str, calibration: RegionCalibration) -> float:
    """A figure as it is read in the audit trail; similarities in points."""
    value: float = getattr(calibration, name)
    return round(100 * value, 2) if name in ("p50", "p95") else value
