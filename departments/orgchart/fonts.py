"""The font files that exports are drawn with, and which characters they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from departments.orgchart.model import Box, Chart

FAMILY = "Noto Sans SC"
FACE = f"{FAMILY}, {FAMILY} Variable, PingFang SC, Microsoft YaHei, sans-serif"
"""What every SVG of ours names: an installed or embedded face, that of our pages, any other."""
REGULAR, BOLD = "400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf"
SUBSTITUTE = "〓"
"""What printers set for a character their type case lacks."""


class FontMissing(Exception):
    """A font file is not there; the message says which and what to do."""


class GlyphsMissing(Exception):
    """The font lacks characters that would be drawn as nothing; `characters` are they."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        """Name every character with its code, as it may not be visible on screen either."""
        self.characters = characters
        listed = "、".join(f"{character}（U+{ord(character):04X}）" for character in characters)
        super().__init__(f"图表字体缺少以下字符，导出后将无法显示：{listed}")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Regular and bold of Noto Sans SC."""

    regular: Path
    bold: Path

    @classmethod
    def in_directory(cls, directory: Path) -> Fonts:
        """Return the fonts as the npm package @expo-google-fonts/noto-sans-sc lays them out.

        Raises FontMissing when a file is not there.
        """
        fonts = cls(directory / REGULAR, directory / BOLD)
        for path in fonts.paths:
            if not path.is_file():
                raise FontMissing(f"找不到图表字体 {path}：请先运行 make setup 安装字体")
        return fonts

    @property
    def paths(self) -> tuple[Path, ...]:
        """Both font files."""
        return self.regular, self.bold

    def missing(self, text: Iterable[str]) -> tuple[str, ...]:
        """Return the characters that one of the two weights does not have, in order."""
        wanted = {ord(character) for character in text if not _is_invisible(character)}
        own = _characters(self.regular) & _characters(self.bold)
        return tuple(chr(code) for code in sorted(wanted - own))


def printable(chart: Chart, fonts: Fonts) -> tuple[Chart, tuple[str, ...]]:
    """Return a chart that can be drawn whole, and the characters replaced for it.

    Every character the fonts lack becomes 〓, and the chart's note names them, so that nobody takes
    the picture for complete. A chart without such characters is returned as it is.
    """
    texts = [chart.title, chart.note, *_texts(chart.root)]
    missing = fonts.missing(set("".join(texts)))
    if not missing:
        return chart, ()
    table = {ord(character): SUBSTITUTE for character in missing}
    codes = "、".join(f"U+{ord(character):04X}" for character in missing)
    shown = chart.rewritten(lambda text: text.translate(table))
    note = f"{SUBSTITUTE} 为字体缺字，依次为 {codes}"
    return replace(shown, note=f"{shown.note}　{note}" if shown.note else note), missing


def _texts(root: Box) -> Iterable[str]:
    for box in root.walk():
        yield from (box.title, *box.lines, *box.former, box.kind or "", box.line or "")


def _is_invisible(character: str) -> bool:
    """Say whether a character has no ink: spaces, controls, variation selectors."""
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or character.isspace() or not character.isprintable()


@lru_cache(maxsize=16)
def _characters(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
