"""Turns a chart's SVG into PNG and PDF, with the font files given and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from departments.orgchart.fonts import FAMILY, Fonts, GlyphsMissing

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16_000
"""The longest side of a PNG, px: larger pictures are made smaller, not refused."""

_PAGE = """
#set document(title: sys.inputs.title, date: none)
#set page(width: {width}mm, height: {height}mm, margin: 10mm)
#set text(font: "{family}", lang: "zh", region: "cn")
#for number in range({count}) {{
  if number > 0 {{ pagebreak() }}
  align(center + horizon, image(bytes(sys.inputs.at("chart" + str(number))), format: "svg",
    width: 100%, height: 100%, fit: "contain", alt: sys.inputs.at("alt" + str(number))))
}}
"""
_SHEETS = {"A3": (420, 297), "A4": (297, 210)}


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


def to_pdf(
    svgs: str | Sequence[str],
    fonts: Fonts,
    *,
    title: str = "",
    sheet: Literal["A3", "A4"] = "A3",
) -> bytes:
    """Return a PDF with each SVG whole on a landscape page of its own, fonts embedded.

    The same charts give the same bytes. Raises GlyphsMissing like `to_png`, ValueError when there
    is no chart.
    """
    import typst

    charts = [svgs] if isinstance(svgs, str) else list(svgs)
    if not charts:
        raise ValueError("没有可导出的图")
    for svg in charts:
        _check(svg, fonts)
    width, height = _SHEETS[sheet]
    page = _PAGE.format(width=width, height=height, family=FAMILY, count=len(charts))
    inputs = {"title": title or _title(charts[0])}
    for number, svg in enumerate(charts):
        inputs[f"chart{number}"] = svg
        inputs[f"alt{number}"] = _title(svg)
    compiler = typst.Compiler(
        input=page.encode(),
        font_paths=_typst_fonts(fonts.paths),
        ignore_system_fonts=True,
        sys_inputs=inputs,
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
