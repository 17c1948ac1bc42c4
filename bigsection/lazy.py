"""Modules that are loaded when something of them is first used, never at start-up."""

from __future__ import annotations

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
