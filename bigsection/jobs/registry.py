"""The kinds of job there are: each names the function that does the work, and its queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.module_loading import autodiscover_modules

from bigsection.jobs.progress import Progress

BEHIND = -10
"""The priority of work that lets everything else in its queue go first (0)."""


class Queue(StrEnum):
    """Which workers take a job: ADR 0039."""

    SHORT = "short"  # seconds, and people wait for it: imports
    LONG = "long"  # what asks the planner, or goes through a whole region


@dataclass(frozen=True, slots=True)
class Parts:
    """What work hands back that others are to do: a job of a kind for each of ``arguments``.

    There has to be one at least. Once all are done the work is called again, with their results (in
    any order) as ``parts``, for what is to be done then.
    """

    kind: str
    arguments: Sequence[dict[str, Any]]


Work = Callable[..., dict[str, Any] | Parts | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done for jobs of one kind, and where they wait."""

    work: Work
    queue: Queue = Queue.SHORT
    priority: int = 0


KINDS: dict[str, Kind] = {}
"""Those registered so far; ``kinds()`` is for looking them up."""


def job(kind: str, queue: Queue = Queue.SHORT, priority: int = 0) -> Callable[[Work], Work]:
    """Register ``run_x(progress, **arguments)`` as the work of jobs of this kind."""

    def register(work: Work) -> Work:
        KINDS[kind] = Kind(work, queue, priority)
        return work

    return register


def kinds() -> dict[str, Kind]:
    """All kinds by name, from the ``jobs`` of every application, which are loaded by this."""
    autodiscover_modules("jobs")
    return KINDS


__all__ = ["BEHIND", "KINDS", "Kind", "Parts", "Progress", "Queue", "job", "kinds"]
