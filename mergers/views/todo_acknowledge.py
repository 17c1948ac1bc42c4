"""Taking note of the approval of one's own plan."""

from bigsection.accounts.buttons import button
from mergers.actions import approvals
from mergers.queries.todo import get_approval

todo_acknowledge = button(
    get_approval, approvals.acknowledge, "decision", leads_to="todo", key="", done="已确认收到。"
)
