"""The layout of any chart: nothing overlaps, nothing is cut off, nothing is left out."""

from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.orgchart import text
from departments.orgchart.drawing import Drawing, PlacedBox
from departments.orgchart.layout import layout
from departments.orgchart.model import Box, Chart

SLACK = 0.5  # px
NAMES = st.text("干部调配科龑䶮（）()12380ABm、—“”·〓 ", min_size=1, max_size=30)


@st.composite
def trees(draw, most=14, plans=True):
    """Draw a top box with sections, headings (two levels at most) and bundles."""
    number = count()

    def leaf():
        return Box(
            f"leaf{next(number)}",
            draw(NAMES),
            lines=tuple(draw(st.lists(st.sampled_from(["编5 实4", "一人科"]), max_size=2))),
            kind=draw(st.sampled_from([None, "business", "执法类"])),
            state=draw(st.sampled_from([None, "kept", "merged"])),
        )

    def leaves(least=1):
        return tuple(leaf() for _ in range(draw(st.integers(least, 5))))

    def heading(depth):
        inner = [heading(depth - 1)] if depth > 1 and draw(st.booleans()) else []
        return Box(f"heading{next(number)}", draw(NAMES), children=(*leaves(), *inner))

    def bundle():
        members = leaves(0)
        outcome = leaf() if draw(st.booleans()) or not members else None
        keeps = draw(st.booleans()) and len(members) > 1 and outcome is not None
        name = f"bundle{next(number)}"
        return Box(name, "", children=members, is_bundle=True, outcome=outcome, keeps_members=keeps)

    makers = [leaf, lambda: heading(2), *([bundle] if plans else [])]
    children = tuple(draw(st.sampled_from(makers))() for _ in range(draw(st.integers(0, most))))
    return Box(
        "top", draw(NAMES), lines=tuple(draw(st.lists(NAMES, max_size=2))), children=children
    )


charts = st.builds(
    Chart,
    title=st.text("机构图 abc（）", max_size=40),
    root=trees(),
    note=st.text("说明", max_size=200),
    view=st.sampled_from(["before", "after", "changes"]),
)


def overlapping(boxes: list[PlacedBox]) -> list[tuple[str, str]]:
    found, active = [], []
    for box in sorted(boxes, key=lambda placed: placed.y):
        active = [other for other in active if other.y + other.height > box.y + SLACK]
        found += [
            (other.box.id, box.box.id)
            for other in active
            if other.x + other.width > box.x + SLACK and box.x + box.width > other.x + SLACK
        ]
        active.append(box)
    return found


def ink(glyph: text.Glyph) -> tuple[float, float, float, float]:
    """The room of a glyph: left, top, right, bottom."""
    half = text.width(glyph.text) * glyph.size / 2
    if glyph.turned:
        middle = glyph.size / 2
        return glyph.x - middle, glyph.y - half, glyph.x + middle, glyph.y + half
    return glyph.x - half, glyph.y - 0.88 * glyph.size, glyph.x + half, glyph.y + 0.12 * glyph.size


def assert_sound(drawing: Drawing) -> None:
    assert overlapping(drawing.boxes) == []
    for placed in drawing.boxes:
        assert placed.x >= 0
        assert placed.x + placed.width <= drawing.width
        assert placed.y >= 0
        assert placed.y + placed.height <= drawing.height
    for connector in drawing.connectors:
        for (x1, y1), (x2, y2) in zip(connector.points, connector.points[1:], strict=False):
            assert x1 == x2 or y1 == y2
        assert all(
            0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in connector.points
        )
    for glyph in [*drawing.captions, *(key.label for key in drawing.keys)]:
        left, top, right, bottom = ink(glyph)
        assert left >= 0
        assert right <= drawing.width
        assert top >= 0
        assert bottom <= drawing.height


@pytest.mark.slow
@given(charts)
@settings(max_examples=150, deadline=None)
def test_no_two_boxes_overlap_and_everything_is_inside_the_canvas(chart):
    assert_sound(layout(chart))


@pytest.mark.slow
@given(charts)
@settings(max_examples=100, deadline=None)
def test_every_box_that_the_view_shows_is_drawn_once(chart):
    drawn = Counter(placed.box.id for placed in layout(chart).boxes if not placed.continued)
    expected = {"top"}

    def visit(box):
        before, after = chart.view != "after", chart.view != "before"
        if not box.is_bundle:
            expected.add(box.id)
        if not box.is_bundle or before or box.keeps_members:
            for child in box.children:
                visit(child)
        if box.outcome and after:
            expected.add(box.outcome.id)

    for child in chart.root.children:
        visit(child)
    assert drawn == Counter(dict.fromkeys(expected, 1))


@pytest.mark.slow
@given(charts)
@settings(max_examples=100, deadline=None)
def test_every_character_fits_its_box(chart):
    for placed in layout(chart).boxes:
        for glyph in placed.glyphs:
            left, top, right, bottom = ink(glyph)
            # A point hangs at the right of its column, a turned bracket has half a square of air.
            air = glyph.size * 0.6 if glyph.turned or glyph.text in "、，。" else SLACK
            assert left >= placed.x - air
            assert right <= placed.x + placed.width + air
            assert top >= placed.y - air
            assert bottom <= placed.y + placed.height + air


@pytest.mark.slow
@given(trees())
@settings(max_examples=60, deadline=None)
def test_a_section_keeps_its_place_from_view_to_view(root):
    places = {}
    for view in ("before", "after", "changes"):
        drawing = layout(Chart("图", root, view=view))
        for placed in drawing.boxes:
            if placed.role == "section" and not placed.continued:
                places.setdefault(placed.box.id, set()).add(round(placed.x, 3))
    assert all(len(xs) == 1 for xs in places.values())


def sections(number: int) -> tuple[Box, ...]:
    names = ("办公室", "干部一科", "县(市)区绩效考评办", "12380举报中心", "党员电化教育科")
    return tuple(Box(str(i), names[i % len(names)], lines=("编5 实4",)) for i in range(number))


@pytest.mark.parametrize("view", ["before", "after", "changes"])
def test_a_thousand_boxes_are_all_there_in_rows_that_fit_a_landscape_sheet(view):
    drawing = layout(Chart("图", Box("top", "某市", children=sections(1000)), view=view))
    assert_sound(drawing)
    assert len(drawing.boxes) == 1001
    assert 1.0 < drawing.width / drawing.height < 2.0


def test_a_heading_over_a_thousand_sections_goes_on_in_the_next_rows():
    root = Box("top", "某市", children=(Box("line", "干部线", children=sections(1000)),))
    drawing = layout(Chart("图", root))
    assert_sound(drawing)
    headings = [placed for placed in drawing.boxes if placed.role == "heading"]
    assert [h.continued for h in headings] == [False] + [True] * (len(headings) - 1)
    assert len(headings) > 5
    assert "".join(glyph.text for glyph in headings[1].glyphs) == "干部线（续）"
    assert sum(placed.role == "section" for placed in drawing.boxes) == 1000


def test_a_small_department_stands_in_one_row_in_the_given_order():
    drawing = layout(Chart("图", Box("top", "某局", children=sections(18))))
    placed = [box for box in drawing.boxes if box.role == "section"]
    assert len({box.y for box in placed}) == 1
    assert [box.box.id for box in sorted(placed, key=lambda box: box.x)] == [
        str(i) for i in range(18)
    ]


def test_all_upright_boxes_of_a_chart_stand_level_and_are_of_one_height():
    root = Box("top", "某局", children=(Box("h", "干部线", children=sections(3)), *sections(9)[3:]))
    placed = [box for box in layout(Chart("图", root)).boxes if box.role == "section"]
    assert len({(box.y, box.height) for box in placed}) == 1


def test_a_department_without_sections_is_a_box_alone():
    drawing = layout(Chart("图", Box("top", "某局")))
    assert [placed.box.id for placed in drawing.boxes] == ["top"]
    assert drawing.connectors == []
