"""Checks the certificates stored with plans again, by the rules of today's checker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.rescoring import KEPT_PROOF


def stored_checks() -> Iterator[tuple[MergePlan, list[str]]]:
    """Yield every plan that holds a certificate, oldest first, with what is wrong with it.

    Proofs that wait for an edited plan to obey its rules again count, too. Nothing is changed. A
    plan without any proof claims nothing, so it is not among them.
    """
    stored = MergePlan.objects.select_related("department").order_by("pk")
    for plan in stored.iterator(chunk_size=20):  # a certificate may have some megabytes
        if plan.certificate is not None:
            yield plan, [*_file_faults(plan.certificate), *_claim_faults(plan, plan.certificate)]
        elif (waiting := plan.outcome.get(KEPT_PROOF)) is not None:
            yield plan, _file_faults(waiting)
        elif plan.proven:
            yield plan, ["it is stored as proven without a certificate"]


def _file_faults(content: Any) -> list[str]:

    try:
        return [
            fault
            for check in planner.checker.whole_file.check_file(content)
            for fault in check.faults
        ]
    except planner.checker.whole_file.NoProofFile as error:
        return [str(error)]


def _claim_faults(plan: MergePlan, content: Any) -> list[str]:
    """What is stored beside the certificate, and shown on the page, has to be what it says."""
    if not isinstance(content, dict):
        return []
    pairs = {"objective": plan.objective, "bound": plan.bound, "score": plan.score}
    faults = [
        f"{name} {stored} is stored with the plan, {content.get(name)} in its certificate"
        for name, stored in pairs.items()
        if content.get(name) != stored
    ]
    if plan.proven and content.get("bound") != content.get("objective"):
        faults.append("it is stored as proven, but its certificate leaves a gap")
    return faults
