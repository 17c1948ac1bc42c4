"""The SVG of a chart: well-formed, safe under a strict policy, readable by all."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.orgchart.model import STATES, Box, Chart
from departments.orgchart.svg import STATE_COLOURS, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(chart))  # noqa: S314 - our own text


def chart_of(*sections: Box, **look) -> Chart:
    return Chart("机构图", Box("top", "某局", children=sections), **look)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
@settings(deadline=None)
def test_any_text_makes_well_formed_xml(title, name, note):
    chart = Chart(title, Box(name, name, children=(Box(note, note, lines=(title,)),)), note)
    assert parsed(chart).tag == f"{SVG}svg"


def test_markup_in_a_name_is_shown_as_text():
    root = parsed(chart_of(Box('"1"', "<script>&科")))
    assert root.find(f".//{SVG}script") is None
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert "<script>&科" in titles


def test_nothing_in_it_needs_an_exception_from_the_content_security_policy():
    svg = to_svg(chart_of(Box("1", "人事科", state="new", kind="business"), view="changes"))
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:|<image|xlink|@import", svg)


def test_it_is_an_image_with_a_name_and_every_box_tells_what_it_is():
    box = Box("1", "人事科", kind="business", line="干部", people=4, quota=5, state="merged")
    root = parsed(chart_of(box, view="changes"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "机构图")
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert titles == [
        "机构图",
        "某局",
        "人事科；整合；类别：业务；战线：干部；编制 5 名；在岗 4 人",
    ]


def test_a_name_can_be_found_and_copied_as_one_text():
    texts = [
        "".join(element.itertext())
        for element in parsed(chart_of(Box("1", "干部调配科"))).iter(f"{SVG}text")
    ]
    assert "干部调配科" in texts


@pytest.mark.parametrize("state", STATES)
def test_a_change_has_its_sign_and_word_beside_its_colour(state):
    svg = to_svg(chart_of(Box("1", "人事科", state=state), view="changes"))
    sign, word = STATES[state]
    assert f">{sign}{word}</tspan>" in svg
    assert f'class="orgchart-box orgchart-section is-{state}"' in svg
    assert STATE_COLOURS[state][1] in svg


def test_before_and_after_show_no_marks_of_change():
    assert "整合" not in to_svg(chart_of(Box("1", "人事科", state="merged"))).split("</title>")[-1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("state", STATES)
def test_the_word_of_a_change_has_enough_contrast(state):
    fill, stroke = (luminance(colour) for colour in STATE_COLOURS[state])
    assert (fill + 0.05) / (stroke + 0.05) >= 4.5


def test_the_same_chart_is_the_same_text():
    assert to_svg(chart_of(Box("1", "人事科"))) == to_svg(chart_of(Box("1", "人事科")))
