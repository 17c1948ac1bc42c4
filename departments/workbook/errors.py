"""The one error this package raises: a file that cannot be read at all."""

from __future__ import annotations


class WorkbookError(Exception):
    """A whole file that cannot be read; `code` for programs, `message` (Chinese) for the clerk."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
