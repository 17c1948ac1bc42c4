"""A kept SVG brings the letters it shows, each in its weight, and stays small."""

import re
from base64 import b64decode
from io import BytesIO
from xml.etree import ElementTree

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from departments.orgchart.embedding import with_letters
from departments.orgchart.model import Box, Chart
from departments.orgchart.svg import to_svg

FACE = re.compile(r"font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)")
NOT_IN_FONT = "\U00020bb7"  # 𠮷


def outline(font: TTFont, character: str) -> list:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def test_every_letter_shown_is_in_the_file_as_the_font_draws_it(fonts):
    chart = Chart("机构图", Box("top", "某局", children=(Box("1", f"龑科{NOT_IN_FONT}（一）"),)))
    kept = with_letters(to_svg(chart), fonts)
    faces = {weight: TTFont(BytesIO(b64decode(data))) for weight, data in FACE.findall(kept)}
    for weight, shown, path in (
        ("400", "龑科（一）", fonts.regular),
        ("700", "机构图某局", fonts.bold),
    ):
        assert {chr(code) for code in faces[weight].getBestCmap()} == set(shown)
        with TTFont(path, lazy=True) as whole:
            assert faces[weight]["head"].modified == whole["head"].modified  # the same file again
            for character in shown:
                assert outline(faces[weight], character) == outline(whole, character)


def test_the_drawing_itself_is_unchanged_and_small(fonts):
    svg = to_svg(Chart("机构图", Box("top", "某局", children=(Box("1", "人事科"),))))
    kept = with_letters(svg, fonts)
    assert re.sub("<style>.*?</style>", "", kept) == svg
    assert ElementTree.fromstring(kept) is not None  # noqa: S314 - our own text
    assert len(kept) - len(svg) < 10_000
