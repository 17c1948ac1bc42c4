"""Answers as files: the chart as a picture, the table as a workbook."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.integration.mergers.questions.conftest import QUESTIONS


def export(client, plan, name, as_format, given=None):
    return client.get(reverse("plan_question_export", args=[plan.pk, name, as_format]), given or {})


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "pareto"])
def test_the_chart_is_a_picture_without_links(log_in, clerk, asked, pair, name):
    given = pair | {"percent": "10"}
    response = export(log_in(clerk), asked, name, "svg", given)
    root = ElementTree.fromstring(response.content)  # noqa: S314  our own drawing
    assert root.find("{http://www.w3.org/2000/svg}title").text
    assert "<a " not in response.text
    assert "attachment" in response["Content-Disposition"]


def test_without_workloads_the_front_has_no_chart_to_export(log_in, clerk, asked):
    response = export(log_in(clerk), asked, "pareto", "svg")
    assert response.status_code == 404


def test_the_chart_is_a_bitmap(log_in, clerk, asked):
    response = export(log_in(clerk), asked, "curve", "png")
    assert response.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_workbook_has_the_sentence_and_the_table_of_the_page(log_in, clerk, asked, pair, name):
    client, given = log_in(clerk), pair | {"percent": "10"}
    shown = client.get(reverse("plan_question", args=[asked.pk, name]), given).context["shown"]
    content = export(client, asked, name, "xlsx", given).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[2][0] == shown.lead
    top = 4 + len(shown.notes)
    assert rows[top][: len(shown.table.columns)] == [c.title for c in shown.table.columns]
    first = shown.table.rows[0].cells
    for cell, written in zip(first, rows[top + 1], strict=False):
        expected = cell.text if cell.value is None else pytest.approx(cell.value, abs=1e-4)
        assert written == expected


def test_a_name_that_looks_like_a_formula_stays_a_text(log_in, clerk, department, asked, seven):
    asked.baseline["sections"][0]["name"] = '=HYPERLINK("x")'
    asked.save()
    content = export(log_in(clerk), asked, "moves", "xlsx").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    texts = {str(cell) for row in sheet.to_python() for cell in row}
    assert '=HYPERLINK("x")' in texts


def test_an_unknown_format_is_not_found(log_in, clerk, asked):
    assert export(log_in(clerk), asked, "curve", "docx").status_code == 404


def test_people_from_elsewhere_find_nothing(log_in, outsider, asked):
    assert export(log_in(outsider), asked, "curve", "svg").status_code == 404
