"""Vertical and horizontal text: how characters stand, how names break, how wide they are."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from departments.orgchart import text


def ways(name: str, group: int = 5) -> list[tuple[str, str]]:
    return [(c.text, c.way) for column in text.columns(name, 12, group) for c in column]


def test_chinese_characters_stand_upright_one_by_one():
    assert ways("人事科") == [("人", "upright"), ("事", "upright"), ("科", "upright")]


def test_a_short_number_stands_upright_as_a_group():
    assert ways("12380举报")[0] == ("12380", "group")


def test_a_long_word_is_turned_whole():
    assert ways("Government办")[0] == ("Government", "turned")
    assert ways("12380举报", group=2)[0] == ("12380", "turned")


@pytest.mark.parametrize("name", ["县(市)区", "县（市）区"])
def test_brackets_are_turned_and_take_half_a_square(name):
    cells = text.columns(name, 12, 5)[0]
    assert [(c.text, c.way, c.length) for c in cells[1:4]] == [
        ("（", "open", 0.5),
        ("市", "upright", 1.0),
        ("）", "close", 0.5),
    ]


def test_a_rare_character_beyond_the_basic_plane_is_one_cell():
    assert [c for c, _ in ways("㛃𬭎䶮")] == ["㛃", "𬭎", "䶮"]


def test_a_variation_selector_stays_with_its_character():
    assert [c for c, _ in ways("葛\U000e0100城")] == ["葛\U000e0100", "城"]


def test_a_long_name_takes_columns_of_about_equal_length():
    columns = text.columns("政策法规与行政审批服务管理科", 12, 5)
    assert [len(column) for column in columns] == [7, 7]


@given(st.text("科室（）()、。，“”A1", min_size=1, max_size=60))
def test_no_column_begins_with_a_closing_mark_nor_ends_with_an_opening_one(name):
    columns = text.columns(name, 12, 2)
    for column in columns[1:]:
        assert column[0].way not in ("close", "point")
    for column in columns[:-1]:
        assert column[-1].way != "open"


@given(st.text("科室（)、A1bc.% —", max_size=60), st.integers(1, 6))
def test_no_character_is_lost(name, group):
    drawn = "".join(c.text for column in text.columns(name, 12, group) for c in column)
    assert drawn == "".join(name.split()).replace("(", "（").replace(")", "）")


@given(st.text("科室 12ab（）", max_size=60), st.floats(2, 20))
def test_wrapped_lines_keep_their_measure_and_every_character(line, most):
    lines = text.wrap(line, most)
    assert all(text.width(part) <= most for part in lines)
    assert "".join("".join(lines).split()) == "".join(line.split())


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_widths_are_never_less_than_the_font_needs(weight, fonts):
    with TTFont(getattr(fonts, weight), lazy=True) as font:
        advances, characters = font["hmtx"], font.getBestCmap()
        narrow = [
            chr(code)
            for code, name in characters.items()
            if chr(code).isprintable() and text.width(chr(code)) * 1000 < advances[name][0] - 15
        ]
    assert narrow == []
