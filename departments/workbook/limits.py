"""How big a file may be before it is refused, so that no upload can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one workbook; sizes in bytes, rows and columns as Excel counts them."""

    file_bytes: int = 30 * 1024 * 1024
    unzipped_bytes: int = 400 * 1024 * 1024
    zip_ratio: int = 250
    zip_entries: int = 2_000
    sheets: int = 300
    rows: int = 200_000
    columns: int = 256
    cells: int = 6_000_000
    cell_characters: int = 32_767  # what Excel can hold
    characters: int = 30_000_000  # one long text that many cells share takes hardly any bytes


DEFAULT_LIMITS = Limits()
