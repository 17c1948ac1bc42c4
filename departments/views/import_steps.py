"""The buttons of an import: agreeing to it, giving it up, taking it back."""

from django.utils.translation import gettext_lazy as _

from bigsection.accounts.buttons import button
from departments.actions import imports
from departments.queries.imports import get_import

import_confirm = button(
    get_import, imports.confirm, "workbook_import", sent=("seen",), leads_to="import_detail"
)
"""Have the reviewed changes written; leads to the progress."""

import_abandon = button(
    get_import,
    imports.abandon,
    "workbook_import",
    sent=("seen",),
    leads_to="import_list",
    key="",
    done=_("已放弃导入“{}”，没有写入任何内容。"),
)
"""Nothing of the file is written; leads back to the list."""

import_undo = button(
    get_import, imports.start_undo, "workbook_import", sent=("seen",), leads_to="import_detail"
)
"""Have what was before restored, unless something changed since; leads to the progress."""
