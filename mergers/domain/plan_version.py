"""The version of a plan: what a person has seen of it, to which decisions and edits are bound."""

from __future__ import annotations

from bigsection.web.numbers import key_in
from mergers.domain.arrangement import Arrangement, in_order
from mergers.domain.snapshot import hash_of
from mergers.models import MergePlan


def version_of(plan: MergePlan, arrangement: Arrangement) -> str:
    """What a page and the API name the plan by: the newest event of its trail when it was read,
    after which changes are told, and the hash that is compared.
    """
    return f"{plan.newest_event}-{version_hash(plan, arrangement)}"


def version_hash(plan: MergePlan, arrangement: Arrangement) -> str:
    """SHA-256 of how the plan is arranged and where it stands. The same content submitted again,
    perhaps for another reason, is another version.
    """
    stands = [plan.status, plan.submitted_at.timestamp() if plan.submitted_at else None]
    return hash_of([plan.baseline_hash, plan.mode, in_order(arrangement).to_json(), *stands])


def parts_of(version: str) -> tuple[int, str]:
    """Event and hash of a version; 0 and what there is for one that ``version_of`` did not make."""
    event, _, hashed = version.partition("-")
    return key_in(event) or 0, hashed
