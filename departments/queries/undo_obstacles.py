"""What stands in the way of undoing an import, each with where to see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from bigsection.web.templatetags.figures import moment
from departments.hooks import OBSTACLES
from departments.importing.journal import unpack
from departments.importing.undoing import departments_in, touches
from departments.models import ImportStatus, WorkbookImport


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing, in words, and its page. One that ``forbids`` keeps the import as it is even where
    no row of it has changed; ``undo_first`` says that it can be undone itself.
    """

    words: str
    url: str
    forbids: bool = False
    undo_first: bool = False


def obstacles_of(row: WorkbookImport) -> list[Obstacle]:
    """Everything that was built upon a finished import since."""
    if row.applied_at is None or not hasattr(row, "journal"):
        return []
    content = unpack(bytes(row.journal.content))
    touched = departments_in(content)
    found = [one for ask in OBSTACLES for one in ask(touched, row.applied_at)]
    later = WorkbookImport.objects.filter(
        region=row.region_id, status=ImportStatus.APPLIED, applied_at__gt=row.applied_at
    ).exclude(journal=None)
    for other in later.order_by("-applied_at").select_related("journal").defer("review"):
        if touches(content, unpack(bytes(other.journal.content))):
            words = f"后来的导入“{other}”（{moment(other.applied_at)}）改动了同样的内容"
            url = reverse("import_detail", args=[other.pk])
            found.append(Obstacle(words, url, undo_first=True))
    return found
