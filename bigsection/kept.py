"""What is worked out once in a process and kept while there is room: one cache, bounded in bytes."""

import gc
import sys
from collections.abc import Callable, Hashable
from functools import wraps
from operator import itemgetter
from threading import Condition
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from django.conf import settings

Given = ParamSpec("Given")
Value = TypeVar("Value")
_SHARED = (type, ModuleType, FunctionType, BuiltinFunctionType)
"""What is there anyhow, and no part of a value."""


class Kept:
    """A decorator whose functions share ``most`` bytes; what was used longest ago goes first.

    It takes a function of the same arguments that gives the (short) name of a result: all that the
    result depends on. Of several threads that want one result, one works it out and the others
    wait. An exception is not kept, nor what is larger than all the room.

    A result belongs to everyone: no array in it can be written to, the rest has to be frozen.
    """

    def __init__(self, most: int) -> None:
        self.cache: LRUCache[Hashable, tuple[Any, int]] = LRUCache(most, getsizeof=itemgetter(1))
        self._free = Condition()

    def __call__(
        self, name: Callable[Given, Hashable]
    ) -> Callable[[Callable[Given, Value]], Callable[Given, Value]]:
        """The decorator for functions whose results have this name."""

        def decorate(work: Callable[Given, Value]) -> Callable[Given, Value]:
            def key(*args: Given.args, **kwargs: Given.kwargs) -> Hashable:
                return work, name(*args, **kwargs)

            @cached(self.cache, key=key, condition=self._free)
            def weighed(*args: Given.args, **kwargs: Given.kwargs) -> tuple[Value, int]:
                value = work(*args, **kwargs)
                return value, settle(value)

            @wraps(work)
            def once(*args: Given.args, **kwargs: Given.kwargs) -> Value:
                return weighed(*args, **kwargs)[0]

            return once

        return decorate


def settle(value: object) -> int:
    """Make every array in a value read-only, and say how many bytes all of it takes."""
    numpy = sys.modules.get("numpy")  # nobody has an array before it is loaded
    seen: set[int] = set()
    parts, size = [value], 0
    while parts:
        part = parts.pop()
        if id(part) in seen or isinstance(part, _SHARED):
            continue
        seen.add(id(part))
        size += sys.getsizeof(part)
        parts += gc.get_referents(part)
        if numpy is not None and isinstance(part, numpy.ndarray):
            part.flags.writeable = False
            parts += [] if part.base is None else [part.base]
    return size


kept = Kept(settings.CACHE_MB << 20)
"""The cache of this process."""
