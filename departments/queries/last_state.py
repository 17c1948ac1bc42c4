"""An abolished section as it was at last: its duties, its people, and what abolished it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from departments.hooks import ENDINGS
from departments.importing.journal import columns_of, unpack
from departments.models import Duty, Section, StaffMember, WorkbookImport
from departments.queries.imports import imports_of


@dataclass(frozen=True, slots=True)
class Ending:
    """What abolished a section, in words and with its page (empty: not for this person), and the
    keys of the duties and people that it had then.
    """

    words: str
    url: str
    duties: tuple[int, ...]
    staff: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LastState:
    """Duties and people of a section at its end, each with the section that it is in today."""

    ending: Ending | None
    duties: Sequence[Duty]
    people: Sequence[StaffMember]


def last_state_of(user: User, section: Section) -> LastState:
    """The last state of an abolished section.

    Where nothing is known of how it ended, what still hangs on its record.
    """
    known = (ending for ask in ENDINGS if (ending := ask(section)) is not None)
    ending = next(known, None) or _ended_by_import(user, section)
    own = Q(section=section) & (Q(ended_on=None) | Q(ended_on=section.abolished_on))
    duties = Duty.of_all_times.filter(own | Q(pk__in=ending.duties if ending else ()))
    staff = StaffMember.objects.filter(
        Q(section=section) | Q(pk__in=ending.staff if ending else ())
    )
    return LastState(
        ending,
        list(duties.select_related("section__department").order_by("position", "pk")),
        list(staff.select_related("section__department").order_by("position", "pk")),
    )


def _ended_by_import(user: User, section: Section) -> Ending | None:
    """The import in whose review the section was chosen to be abolished, found in the journals of
    that day.
    """
    rows = WorkbookImport.objects.filter(region=section.department.region_id).exclude(journal=None)
    for row in rows.order_by("-applied_at").select_related("journal").defer("review"):
        if row.applied_at is None or timezone.localdate(row.applied_at) != section.abolished_on:
            continue
        before = unpack(bytes(row.journal.content))["before"]
        if section.pk in {values[0] for values in before["section"]}:
            place = columns_of(StaffMember).index("section_id")
            staff = [values[0] for values in before["staffmember"] if values[place] == section.pk]
            seen = imports_of(user).filter(pk=row.pk).exists()
            url = reverse("import_detail", args=[row.pk]) if seen else ""
            return Ending(f"导入“{row}”时选择撤销", url, (), tuple(staff))
    return None
