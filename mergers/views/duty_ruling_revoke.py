"""Taking a ruling back."""

from bigsection.accounts.buttons import button
from mergers.actions import rulings
from mergers.queries.boundaries import get_ruling

duty_ruling_revoke = button(
    get_ruling,
    rulings.revoke,
    "ruling",
    sent=("reason", "seen"),
    leads_to="duty_boundaries",
    key="region_id",
    done="已撤销裁定，这对职责重新列为未裁定。",
)
