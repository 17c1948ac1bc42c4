"""Charts as files: three views in three formats, named so that one finds them again."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

STARTS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}


def url(plan, view, as_format) -> str:
    return reverse("plan_chart", args=[plan.pk, view, as_format])


@pytest.mark.parametrize("view", ["before", "after", "changes"])
@pytest.mark.parametrize("as_format", ["svg", "png", "pdf"])
def test_every_view_in_every_format(log_in, clerk, plan, view, as_format):
    response = log_in(clerk).get(url(plan, view, as_format))
    assert response.status_code == 200
    assert response.content.startswith(STARTS[as_format])
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_names_with_rare_characters_are_whole_in_all_formats(log_in, clerk, plan):
    plan.big_sections.filter(position=1).update(name="龑䶮㛃大科室")
    client = log_in(clerk)
    svg = client.get(url(plan, "after", "svg")).text
    assert all(character in svg for character in "龑䶮㛃")
    pdf = PdfReader(BytesIO(client.get(url(plan, "after", "pdf")).content))
    drawn = pdf.pages[0].extract_text()
    assert all(character in drawn for character in "龑䶮㛃")


def test_merged_sections_are_gone_after_and_there_before(log_in, clerk, plan):
    client = log_in(clerk)
    before = client.get(url(plan, "before", "svg")).text
    after = client.get(url(plan, "after", "svg")).text
    assert before.count('<g class="orgchart-box orgchart-section') == 4
    assert after.count('<g class="orgchart-box orgchart-outcome') == 3


@pytest.mark.parametrize(("view", "as_format"), [("sideways", "svg"), ("after", "exe")])
def test_another_view_or_format_is_missing(log_in, clerk, plan, view, as_format):
    assert log_in(clerk).get(url(plan, view, as_format)).status_code == 404


def test_refuses_post(log_in, clerk, plan):
    assert log_in(clerk).post(url(plan, "after", "svg")).status_code == 405


def test_the_outsider_finds_nothing(log_in, outsider, plan):
    assert log_in(outsider).get(url(plan, "after", "svg")).status_code == 404
