"""The kinds of job there are: each names the function that does the work."""

from collections.abc import Callable
from typing import Any

from bigsection.jobs.progress import Progress

Work = Callable[..., dict[str, Any] | None]
KINDS: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register ``run_x(progress, **arguments)`` as the work of jobs of this kind."""

    def register(work: Work) -> Work:
        KINDS[kind] = work
        return work

    return register


def work_of(kind: str) -> Callable[..., dict[str, Any] | None]:
    """The function for a kind; KeyError when no application registered it."""
    return KINDS[kind]


__all__ = ["Progress", "job", "work_of"]
