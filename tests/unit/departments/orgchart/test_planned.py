"""The three charts of a plan: who stands where, and what is said of every section."""

import pytest

from departments.orgchart.layout import layout
from departments.orgchart.model import Box
from departments.orgchart.planned import PlannedUnit, plan_charts

TOP = Box("top", "某局")
SECTIONS = tuple(Box(name, f"{name}科") for name in "甲乙丙丁戊")
UNITS = (
    PlannedUnit(("丁", "乙"), Box("big", "乙丁大科")),
    PlannedUnit(("丙",), Box("c", "新丙科")),
    PlannedUnit(("戊",), None),
    PlannedUnit((), Box("new", "己科")),
)


def drawn(chart, role):
    placed = [p for p in layout(chart).boxes if p.role == role]
    return [p.box.id for p in sorted(placed, key=lambda p: p.x)]


def test_members_of_a_unit_stand_side_by_side_where_the_first_of_them_stood():
    charts = plan_charts(TOP, SECTIONS, UNITS)
    assert drawn(charts.before, "section") == ["甲", "乙", "丁", "丙", "戊"]


def test_after_shows_what_there_will_be_and_nothing_else():
    charts = plan_charts(TOP, SECTIONS, UNITS)
    assert drawn(charts.after, "outcome") == ["甲", "big", "c", "new"]
    assert drawn(charts.after, "section") == []


def test_changes_shows_both_with_an_arrow_to_each_successor():
    charts = plan_charts(TOP, SECTIONS, UNITS)
    drawing = layout(charts.changes)
    assert drawn(charts.changes, "section") == ["甲", "乙", "丁", "丙", "戊"]
    assert drawn(charts.changes, "outcome") == ["甲", "big", "c", "new"]
    assert sum(connector.arrow for connector in drawing.connectors) == 3


def test_every_section_gets_its_verdict():
    drawing = layout(plan_charts(TOP, SECTIONS, UNITS).changes)
    verdicts = {(p.box.id, p.role): p.state for p in drawing.boxes}
    assert [verdicts[name, "section"] for name in "甲乙丁丙戊"] == [
        "kept", "merged", "merged", "renamed", "abolished",
    ]  # fmt: skip
    assert verdicts["new", "outcome"] == "new"


def test_a_merged_unit_names_what_it_replaces():
    drawing = layout(plan_charts(TOP, SECTIONS, UNITS).after)
    [big] = [p for p in drawing.boxes if p.box.id == "big"]
    assert big.box.former == ("乙科", "丁科")
    assert "原乙科原丁科" in "".join(glyph.text for glyph in big.glyphs)


def test_sections_that_go_on_under_a_common_roof_stay_visible_afterwards():
    units = (PlannedUnit(("甲", "乙"), Box("roof", "甲乙大科"), keeps_members=True),)
    charts = plan_charts(TOP, SECTIONS, units)
    assert drawn(charts.after, "heading") == ["roof"]
    assert drawn(charts.after, "section") == ["甲", "乙"]


def test_a_unit_takes_the_room_of_its_members_so_that_nothing_moves():
    charts = plan_charts(TOP, SECTIONS, UNITS)
    before = {p.box.id: p for p in layout(charts.before).boxes}
    after = {p.box.id: p for p in layout(charts.after).boxes}
    assert after["big"].x <= before["乙"].x
    assert after["big"].x + after["big"].width >= before["丁"].x + before["丁"].width
    assert (after["甲"].x, after["甲"].y) == (before["甲"].x, before["甲"].y)


@pytest.mark.parametrize("members", [("甲", "甲"), ("庚",)])
def test_a_member_twice_or_unknown_is_refused(members):
    with pytest.raises(ValueError, match="恰好出现一次"):
        plan_charts(TOP, SECTIONS, (PlannedUnit(members, Box("x", "大科")),))
