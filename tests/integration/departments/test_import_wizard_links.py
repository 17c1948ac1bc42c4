"""Links between sections on the pages of an import, from the columns to what was written."""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from bigsection.audit.models import AuditEvent
from departments.models import Department, ImportStatus, SectionLink
from tests.factories import DepartmentFactory, SectionFactory
from tests.integration.departments.wizard import Wizard

BUREAU = "示例市财政局"
FILE = "业务往来.xlsx"


@pytest.fixture
def bureau(region) -> Department:
    made = DepartmentFactory.create(region=region, name=BUREAU)
    for name in ("预算科", "国库科", "社保科", "农业科"):
        SectionFactory.create(department=made, name=name)
    budget, treasury, social, farming = made.sections.all()
    add = SectionLink.objects.create
    add(department=made, a=budget, b=treasury, strength=0.5, note="指标")
    add(department=made, a=social, b=farming, strength=0.2)
    return made


def book(*rows: Sequence[str | float | None]) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = "往来"
    page.append((f"{BUREAU}科室业务往来表",))
    page.append(("发起科室", "承接科室", "紧密程度", "移交事项"))
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def links(log_in, officer, region, bureau) -> Wizard:
    """One link with a new strength, one new, one of too much strength, one without a strength."""
    rows = (
        ("预算科", "国库科", "主要", None),
        ("预算科", "社保科", "80%", "预算编制"),
        ("国库科", "农业科", 5, "拨款"),
        ("国库科", "社保科", None, "拨款"),
        ("国库科", "外经科", "偶尔", None),
    )
    return Wizard(log_in(officer), officer, region, FILE, data=book(*rows))


def test_the_columns_are_recognised_and_called_by_their_names(links):
    text = links.get("mapping").text
    assert "业务往来表" in text
    for name in ("往来科室", "强度", "往来事项"):
        assert f">{name}</option>" in text


def test_the_review_says_what_every_new_link_will_be(links):
    response = links.get(tab="links", show="new")
    assert response.context["view"].counts == {
        "new": 2, "updated": 1, "unchanged": 0, "rejected": 2, "left_out": 0, "missing": 1
    }  # fmt: skip
    assert "强度 0.8，预算编制" in response.text
    assert "（0.6），拨款" in response.text


def test_a_changed_strength_is_shown_with_both_figures(links):
    (row,) = links.get(tab="links", show="updated").context["page"]
    assert row["changes"] == [{"field": "strength", "label": "强度", "old": "0.5", "new": "0.9"}]


def test_an_unknown_section_is_said_in_words(links):
    assert "“外经科”" in links.get(tab="links", show="rejected").text


def test_a_strength_is_put_right_in_place_and_written(links, bureau):
    assert links.problem_codes() == ["bad_number", "no_strength", "refused_row"]
    links.choose(fix_0_5_3="0.4")
    assert links.problem_codes() == ["no_strength", "refused_row"]
    links.post("confirm")
    assert links.row.status == ImportStatus.APPLIED
    found = {(str(link.a), str(link.b)): link.strength for link in SectionLink.objects.all()}
    assert found == {
        ("预算科", "国库科"): 0.9,
        ("预算科", "社保科"): 0.8,
        ("国库科", "农业科"): 0.4,
        ("国库科", "社保科"): 0.6,
        ("社保科", "农业科"): 0.2,
    }


@pytest.mark.both_databases
def test_a_link_that_the_file_lacks_is_removed_only_when_chosen_and_undo_brings_it_back(links):
    gone = links.table("links")["missing"][0]
    assert gone["label"] == "社保科 — 农业科"
    links.choose(**{f"gone_links_{gone['pk']}": "0", f"abolish_links_{gone['pk']}": "on"})
    assert "业务往来 · 社保科 — 农业科" in links.get(tab="decisions").text
    before = list(SectionLink.objects.order_by("pk").values())
    links.post("confirm")
    assert not SectionLink.objects.filter(pk=gone["pk"]).exists()
    links.post("undo")
    assert list(SectionLink.objects.order_by("pk").values()) == before


def test_what_was_written_is_in_the_trail_of_the_department(links, bureau):
    links.post("confirm")
    changes = AuditEvent.objects.get(verb="department.import", department_id=bureau.pk).changes
    assert changes["links.new"] == ["预算科 — 社保科", "国库科 — 社保科"]
    assert changes["links.updated"] == [
        {"label": "预算科 — 国库科", "changes": {"strength": [0.5, 0.9]}}
    ]


def test_the_marked_workbook_shows_the_wrong_strength(links):
    page = openpyxl.load_workbook(io.BytesIO(links.get("marked").content))["往来"]
    assert page["C5"].fill.fgColor.rgb == "00F8CBAD"
    assert page["C6"].fill.fgColor.rgb == "00FFE699"


def test_a_clerk_imports_links_of_the_own_department_only(log_in, clerk, department):
    other = DepartmentFactory.create(region=department.region, name="示例市教育局")
    made = openpyxl.Workbook()
    made.active.append(("部门", "科室", "往来科室", "强度"))
    for owner in (department, other):
        for name in ("办公室", "人事科"):
            SectionFactory.create(department=owner, name=name)
        made.active.append((owner.name, "办公室", "人事科", 0.4))
    out = io.BytesIO()
    made.save(out)
    wizard = Wizard(
        *(log_in(clerk), clerk, department.region, FILE), data=out.getvalue(), department=department
    )
    refused = {row["department"]: bool(row["reason"]) for row in wizard.table("links")["rows"]}
    assert refused == {department.name: False, other.name: True}
    wizard.post("confirm")
    assert SectionLink.objects.get().department == department
