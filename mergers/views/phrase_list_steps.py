"""The buttons of a phrase list: the built-in one in force again, the last change taken back."""

from django.utils.translation import gettext_lazy as _

from bigsection.accounts.buttons import button
from departments.scope import get_region
from mergers.actions import phrase_lists

phrase_list_restore = button(
    get_region,
    phrase_lists.restore,
    "region",
    sent=("seen",),
    leads_to="phrase_list",
    done=_("已恢复内置词表。如果点错了，可以撤销上次修改。"),
)
phrase_list_undo = button(
    get_region,
    phrase_lists.undo,
    "region",
    sent=("seen",),
    leads_to="phrase_list",
    done=_("已撤销上次修改。再撤销一次就恢复。"),
)
