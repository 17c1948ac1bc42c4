"""PNG and PDF of a chart: Chinese names right, rare ones too, and nothing silently missing."""

import io
import struct

import pytest
import resvg_py
from pypdf import PdfReader

from departments.orgchart.export import LARGEST, to_pdf, to_png
from departments.orgchart.fonts import FontMissing, Fonts, GlyphsMissing, printable
from departments.orgchart.model import Box, Chart
from departments.orgchart.svg import to_svg

RARE = "龑䶮㛃"
NOT_IN_FONT = "\U00020bb7"  # 𠮷


def chart_of(*names: str, title: str = "机构图") -> Chart:
    children = tuple(Box(str(i), name, lines=("编5 实4",)) for i, name in enumerate(names))
    return Chart(title, Box("top", "某局", lines=(f"局长 {RARE}",), children=children))


def square(character: str) -> str:
    """An SVG of one character."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" text-anchor="middle" '
        f'font-family="Noto Sans SC"><text x="20" y="32" font-size="30">{character}</text></svg>'
    )


def pdf_text(pdf: bytes) -> str:
    return "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def png_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_rare_characters_are_drawn_in_the_png_each_as_itself(fonts):
    blank = to_png(square(" "), fonts)
    pictures = {to_png(square(character), fonts) for character in RARE}
    unknown = bytes(
        resvg_py.svg_to_bytes(
            svg_string=square(NOT_IN_FONT),
            zoom=2.0,
            skip_system_fonts=True,
            font_files=[str(path) for path in fonts.paths],
        )
    )
    assert len(pictures) == 3
    assert blank not in pictures
    assert unknown not in pictures


def test_the_png_has_the_chart_s_size_times_the_scale(fonts):
    svg = to_svg(chart_of("人事科"))
    once, twice = png_size(to_png(svg, fonts, scale=1)), png_size(to_png(svg, fonts, scale=2))
    assert abs(2 * once[0] - twice[0]) <= 1
    assert abs(2 * once[1] - twice[1]) <= 1


def test_a_png_never_grows_beyond_what_can_be_opened(fonts):
    svg = square("龑").replace('width="40"', 'width="4000"').replace('height="40"', 'height="10"')
    assert png_size(to_png(svg, fonts, scale=100))[0] <= LARGEST


def test_the_pdf_holds_every_name_as_text_in_order(fonts):
    text = pdf_text(to_pdf(to_svg(chart_of("干部调配科", "12380举报中心", f"{RARE}科")), fonts))
    for name in ("干部调配科", "12380举报中心", f"{RARE}科", f"局长{RARE}", "机构图"):
        assert name in text


def test_the_pdf_is_one_landscape_sheet_with_its_fonts_embedded(fonts):
    reader = PdfReader(io.BytesIO(to_pdf(to_svg(chart_of("人事科")), fonts, title="方案")))
    [page] = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (1191, 842)
    assert reader.metadata.title == "方案"
    used = []
    page.extract_text(visitor_text=lambda t, c, m, font, s: used.append(font) if font else None)
    assert used
    assert all("NotoSansSC" in font["/BaseFont"] for font in used)
    assert all(
        "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in used
    )


def test_the_same_chart_is_the_same_file(fonts):
    svg = to_svg(chart_of("人事科"))
    assert to_pdf(svg, fonts) == to_pdf(svg, fonts)
    assert to_png(svg, fonts) == to_png(svg, fonts)


@pytest.mark.parametrize("export", [to_png, to_pdf])
def test_a_character_the_font_lacks_is_reported_and_not_left_out(export, fonts):
    with pytest.raises(GlyphsMissing, match=r"U\+20BB7") as raised:
        export(to_svg(chart_of(f"{NOT_IN_FONT}科")), fonts)
    assert raised.value.characters == (NOT_IN_FONT,)


def test_a_printable_chart_shows_a_sign_for_the_missing_character_and_says_so(fonts):
    chart, missing = printable(chart_of(f"{NOT_IN_FONT}科"), fonts)
    assert missing == (NOT_IN_FONT,)
    assert chart.root.children[0].title == "〓科"
    assert "U+20BB7" in chart.note
    assert "〓科" in pdf_text(to_pdf(to_svg(chart), fonts))


def test_a_chart_with_all_characters_in_the_font_is_left_as_it_is(fonts):
    chart = chart_of(f"{RARE}科")
    assert printable(chart, fonts) == (chart, ())


def test_every_sign_of_the_charts_own_is_in_the_font(fonts):
    assert fonts.missing("○◆＋×△〓（续）原") == ()


def test_spaces_and_variation_selectors_are_not_missed(fonts):
    assert fonts.missing("　 \n\ufe0f\U000e0100") == ()


def test_a_missing_font_says_which_and_what_to_do(tmp_path):
    with pytest.raises(FontMissing, match="make setup") as raised:
        Fonts.in_directory(tmp_path)
    assert "NotoSansSC_400Regular.ttf" in str(raised.value)
