"""Turns a chart's SVG into PNG and PDF, with the font files given and no others."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from departments.orgchart.fonts import FAMILY, Fonts, GlyphsMissing

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16_000
"""The longest side of a PNG, px: larger pictures are made smaller, not refused."""

_PAGE = """
#set document(title: sys.inputs.title, date: none)
#set page(width: 420mm, height: 297mm, margin: 10mm)
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
#align(center + horizon, image(bytes(sys.inputs.chart), format: "svg",
  width: 100%, height: 100%, fit: "contain", alt: sys.inputs.alt))
"""


def to_png(svg: str, fonts: Fonts, *, scale: float = 2.0) -> bytes:
    """Return the SVG as a PNG of `scale` pixels per px, its longest side at most `LARGEST`.

    Raises GlyphsMissing when a character would be drawn as nothing (see `fonts.printable`).
    """
    import resvg_py

    _check(svg, fonts)
    width, height = _size(svg)
    zoom = min(scale, LARGEST / max(width, height))
    png: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(path) for path in fonts.paths],
        sans_serif_family=FAMILY,
    )
    return bytes(png)


def to_pdf(svg: str, fonts: Fonts, *, title: str = "") -> bytes:
    """Return a PDF with the SVG whole on an A3 landscape page, fonts embedded.

    The same chart gives the same bytes. Raises GlyphsMissing like `to_png`.
    """
    import typst

    _check(svg, fonts)
    compiler = typst.Compiler(
        input=_PAGE.encode(),
        font_paths=_typst_fonts(fonts.paths),
        ignore_system_fonts=True,
        sys_inputs={"title": title or _title(svg), "chart": svg, "alt": _title(svg)},
    )
    return cast(bytes, compiler.compile(format="pdf"))


@lru_cache(maxsize=4)
def _typst_fonts(paths: tuple[Path, ...]) -> Any:
    import typst

    directories = list(dict.fromkeys(str(path.parent) for path in paths))
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=directories
    )


def _check(svg: str, fonts: Fonts) -> None:
    missing = fonts.missing(set(svg))
    if missing:
        raise GlyphsMissing(missing)


def _size(svg: str) -> tuple[float, float]:
    found = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', svg)
    if not found:
        raise ValueError("不是由本系统生成的图")
    return float(found[1]), float(found[2])


def _title(svg: str) -> str:
    from xml.sax.saxutils import unescape

    found = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    return unescape(found[1]) if found else ""
