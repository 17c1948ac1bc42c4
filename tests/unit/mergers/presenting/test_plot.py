"""Charts of points, lines and bars: whole documents whose labels keep clear of each other."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.orgchart.text import width
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.presenting.plot import Axis, Line, Mark, Plot, Upright, axis
from mergers.presenting.plot_drawing import draw
from mergers.presenting.svg import SIZE, TONES, shape

SVG = "{http://www.w3.org/2000/svg}"
FLAT = Axis("", 0, 10, ((0, "0"), (10, "10")))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  our own drawing


def texts(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


@given(st.floats(0, 100), st.floats(0.01, 100), st.booleans())
def test_an_axis_covers_its_range_with_a_few_even_steps(low, span, whole):
    found = axis("x", low, low + span, whole=whole)
    values = [value for value, _ in found.ticks]
    assert found.low <= low + 1e-6
    assert found.high >= low + span - 1e-6
    assert 2 <= len(values) <= 9
    steps = {round(b - a, 6) for a, b in pairwise(values)}
    assert len(steps) == 1
    assert len({words for _, words in found.ticks}) == len(values)


def test_an_axis_of_whole_numbers_has_no_fractions():
    assert [words for _, words in axis("", 0, 3, whole=True).ticks] == ["0", "1", "2", "3"]
    assert [words for _, words in axis("", 0, 1, whole=True).ticks] == ["0", "1"]


def test_a_point_with_an_address_is_a_link_that_says_what_it_is():
    mark = Mark(3, 4, "3 个：4 分", href="?k=3&limit=2", key="curve-3", chosen=True)
    root = parsed(draw(Plot("曲线", FLAT, FLAT, marks=(mark,))))
    link = root.find(f"{SVG}a")
    assert link.attrib == {
        "href": "?k=3&limit=2",
        "id": "curve-3",
        "aria-label": "3 个：4 分",
        "aria-current": "true",
    }
    assert root.attrib["role"] == "group"


def test_a_chart_without_links_is_one_picture():
    root = parsed(draw(Plot("曲线", FLAT, FLAT, marks=(Mark(1, 1, "一"),))))
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", "曲线")
    assert root.find(f"{SVG}title").text == "曲线"


@given(st.text(max_size=20))
def test_any_name_gives_a_whole_document(name):
    mark = Mark(1, 1, name, label=name, href="?" + name, key=name)
    parsed(draw(Plot(name, Axis(name, 0, 2, ((1, name),)), FLAT, marks=(mark,))))
    parsed(draw_bars(Bars(name, name, (Bar(name, 1.0, name),))))


def test_labels_of_close_points_do_not_cover_each_other():
    marks = tuple(Mark(5 + k / 5, 5, "", label=f"第 {k} 个") for k in range(3))
    root = parsed(draw(Plot("", FLAT, FLAT, marks=marks)))
    places = {
        (node.attrib["x"], node.attrib["y"])
        for node in root.iter(f"{SVG}text")
        if (node.text or "").startswith("第")
    }
    heights = sorted(float(y) for _, y in places)
    assert len(places) == 3
    assert min(b - a for a, b in pairwise(heights)) > 10


def test_labels_leave_the_line_below_them_free():
    marks = tuple(Mark(5 + k / 5, 5, "", label=f"第 {k} 个") for k in range(3))
    flat = (Line(((0, 5), (10, 5))),)
    root = parsed(draw(Plot("", FLAT, FLAT, lines=flat, marks=marks)))
    line = next(n for n in root.iter(f"{SVG}path") if n.get("stroke") == TONES["accent"])
    height = float(line.attrib["d"].split()[1])
    labels = [n for n in root.iter(f"{SVG}text") if (n.text or "").startswith("第")]
    assert len(labels) == 3
    assert all(abs(float(label.attrib["y"]) - 4 - height) > 7 for label in labels)


def test_a_limit_is_a_dashed_line_with_its_words():
    root = parsed(draw(Plot("", FLAT, FLAT, uprights=(Upright(4.5, "限额 4 个"),))))
    assert "限额 4 个" in texts(root)
    assert [n for n in root.iter(f"{SVG}path") if n.get("stroke-dasharray")]


def test_lines_go_through_their_points():
    root = parsed(draw(Plot("", FLAT, FLAT, lines=(Line(((0, 0), (10, 10))),))))
    path = next(n for n in root.iter(f"{SVG}path") if n.get("stroke") == TONES["accent"])
    assert path.attrib["d"].startswith("M56 ")


@pytest.mark.parametrize("kind", ["dot", "ring", "square", "diamond", "triangle", "cross"])
def test_every_kind_of_mark_has_a_shape_of_its_own(kind):
    others = {"dot", "ring", "square", "diamond", "triangle", "cross"} - {kind}
    mine = shape(kind, 0, 0, 5, "#000000")
    assert mine not in {shape(other, 0, 0, 5, "#000000") for other in others}


def bars_of(svg: str) -> list[tuple[float, float]]:
    """Start and width of every bar, without the paper."""
    rects = list(parsed(svg).iter(f"{SVG}rect"))[1:]
    return [(float(r.attrib["x"]), float(r.attrib["width"])) for r in rects]


def test_bars_are_as_long_as_their_values():
    chart = Bars("", "", (Bar("甲", 2.0, "2"), Bar("乙", 4.0, "4"), Bar("丙", 0.0, "0")))
    (x0, short), (x1, long) = bars_of(draw_bars(chart))
    assert x0 == x1
    assert long == pytest.approx(2 * short, abs=0.05)


def test_losses_go_to_the_left_and_gains_to_the_right_of_one_line():
    chart = Bars("", "", (Bar("甲", -3.0, "−3"), Bar("乙", 1.0, "+1")))
    (left, lost), (right, gained) = bars_of(draw_bars(chart))
    assert left + lost == pytest.approx(right, abs=0.02)
    assert lost == pytest.approx(3 * gained, abs=0.05)


def test_a_rule_without_a_price_has_words_and_no_bar():
    svg = draw_bars(Bars("", "", (Bar("甲", None, "取消后有可行方案"),)))
    assert bars_of(svg) == []
    assert "取消后有可行方案" in texts(parsed(svg))


def test_a_long_name_is_cut_where_there_is_no_room_and_whole_in_its_title():
    name = "甲乙丙丁" * 20
    root = parsed(draw_bars(Bars("", "", (Bar(name, 1.0, "1"),))))
    assert any(words.endswith("…") for words in texts(root))
    assert any(name in (node.text or "") for node in root.iter(f"{SVG}title"))


@pytest.mark.parametrize("number", [1, 6])
def test_a_legend_takes_as_many_rows_as_it_needs(number):
    words = [f"另一种组合（{k}个大科室不同）" for k in range(number)]
    legend = tuple(("dot", "blue", word) for word in words)
    root = parsed(draw(Plot("", FLAT, FLAT, legend=legend)))
    places = [node for node in root.iter(f"{SVG}text") if node.text in words]
    assert len({(node.get("x"), node.get("y")) for node in places}) == number
    for node in places:
        assert float(node.get("x")) + SIZE * width(node.text) <= float(root.get("width"))
        assert float(node.get("y")) < float(root.get("height"))
