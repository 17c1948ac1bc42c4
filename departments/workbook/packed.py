"""A reading as bytes: how it comes from the process that read a file, and how it is kept."""

from __future__ import annotations

import pickle
import zlib
from io import BytesIO
from typing import IO, Any

from departments.workbook import records
from departments.workbook.records import Reading

_RECORDS = frozenset(
    kind.__name__
    for kind in (
        *(records.Reading, records.Rows, records.Block, records.Row, records.Source),
        *(records.SheetReading, records.SheetColumn, records.Problem, records.UnreadRow),
    )
)


def packed(reading: Reading) -> bytes:
    """Return a reading as bytes; a text that a column repeats is in them once."""
    return zlib.compress(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL), level=1)


def unpacked(data: bytes) -> Reading:
    """Return the reading that ``packed`` made bytes of."""
    reading: Reading = plain(BytesIO(zlib.decompress(data)))
    return reading


def plain(stream: IO[bytes]) -> Any:
    """Return what was pickled: values, and the records of a reading. pickle.UnpicklingError for
    anything else: a file may have got the better of the process that read it, and no function of
    its choosing is to be called outside.
    """
    return _Plain(stream).load()


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == records.__name__ and name in _RECORDS:
            return getattr(records, name)
        raise pickle.UnpicklingError(f"no part of a reading: {module}.{name}")
