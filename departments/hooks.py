"""What the applications above this one add to it; filled by them when they start."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from departments.models import Region, Section
    from departments.queries.last_state import Ending
    from departments.queries.undo_obstacles import Obstacle


class AfterImport(Protocol):
    """What another application does in the transaction of an import after which its region has
    duties; ``first`` says that it had none before.
    """

    def __call__(self, *, region: Region, at: datetime, first: bool) -> object: ...


AFTER_IMPORT: list[AfterImport] = []
ENDINGS: list[Callable[[Section], Ending | None]] = []
"""What they know of how a section ended."""
OBSTACLES: list[Callable[[Collection[int], datetime], list[Obstacle]]] = []
"""What of theirs keeps an import from being undone, by the departments that it wrote to and its
moment.
"""
