"""Puts the letters that an SVG shows into the file, so that it looks the same on any machine."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from departments.orgchart.fonts import FAMILY, Fonts

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = "{http://www.w3.org/2000/svg}text"


def with_letters(svg: str, fonts: Fonts) -> str:
    """Return an SVG of ours with the used letters of regular and bold as @font-face (WOFF).

    For files to keep: a page's Content-Security-Policy takes no style element, and the page has the
    face already. What the fonts lack is left to the reader's machine.
    """
    shown: dict[int, set[str]] = {400: set(), 700: set()}
    for text in ElementTree.fromstring(svg).iter(_TEXT):  # noqa: S314 - our own drawing
        shown[int(text.get("font-weight", "400"))].update("".join(text.itertext()))
    faces = "".join(
        _face(weight, path, characters)
        for (weight, characters), path in zip(shown.items(), fonts.paths, strict=True)
        if characters
    )
    start = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:start]}<style>{faces}</style>{svg[start:]}"


def _face(weight: int, path: Path, characters: set[str]) -> str:
    data = b64encode(_subset(path, characters)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f"src:url(data:font/woff;base64,{data})}}"
    )


def _subset(path: Path, characters: set[str]) -> bytes:
    """Return the font with these characters only, without features and hints, as WOFF."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = Options(layout_features=[], hinting=False)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "vhea", "vmtx"]
    # Without the time of writing: the same drawing is the same file.
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        # Numbered, not named: to name 30,000 glyphs takes longer than all the rest.
        font.setGlyphOrder([f"g{number}" for number in range(font["maxp"].numGlyphs)])
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        font.flavor = "woff"
        file = BytesIO()
        font.save(file, reorderTables=False)
    return file.getvalue()
