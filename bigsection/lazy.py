"""Modules and functions that are loaded when they are first used, never at start-up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule:
    """Stands for a module, or a package with all its modules, until an attribute is asked for.

    ``np = LazyModule("numpy")`` costs nothing; ``np.array`` imports numpy. AttributeError for what
    the module does not have.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):  # looked for by inspection; no reason to load anything
            raise AttributeError(attribute)
        value = self._found(attribute)
        if isinstance(value, ModuleType) and hasattr(value, "__path__"):
            value = LazyModule(value.__name__)
        setattr(self, attribute, value)
        return value

    def _found(self, attribute: str) -> Any:
        module = import_module(self._name)
        if hasattr(module, attribute):
            return getattr(module, attribute)
        try:
            return import_module(f"{self._name}.{attribute}")
        except ModuleNotFoundError as error:
            raise AttributeError(f"module {self._name!r} has no {attribute!r}") from error


class LazyFunction:
    """Stands for a function of a module, or of a table in it by ``key``, until it is called or asked
    for an attribute: ``LazyFunction("mergers.views.plan_list", "plan_list")``.
    """

    def __init__(self, module: str, name: str, key: str = "") -> None:
        self.__module__, self.__qualname__, self._key = module, name, key

    @cache  # noqa: B019 there are as many as there are addresses, for as long as the process lives
    def load(self) -> Callable[..., Any]:
        """The function itself; AttributeError or KeyError where there is none of this name."""
        found = getattr(import_module(self.__module__), self.__qualname__)
        return found[self._key] if self._key else found  # type: ignore[no-any-return]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.load()(*args, **kwargs)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self.load(), attribute)


def lazy_views(package: str) -> Callable[..., LazyFunction]:
    """What makes a table of addresses that loads none of its views: ``view(name)`` stands for the
    view ``name`` in the module of that name, ``view(name, module)`` for one in another module of
    the package, ``view(table, module, key)`` for one of a table there.
    """

    def view(name: str, module: str = "", key: str = "") -> LazyFunction:
        return LazyFunction(f"{package}.{module or name}", name, key)

    return view
