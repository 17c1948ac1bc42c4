"""The chart of a department as a file."""

import pytest
from django.urls import reverse

from tests.factories import SectionFactory


def url(department, as_format: str) -> str:
    return reverse("department_chart", args=[department.pk, as_format])


@pytest.mark.parametrize(
    ("as_format", "content_type", "start"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_hands_out_the_chart(log_in, clerk, department, section, as_format, content_type, start):
    response = log_in(clerk).get(url(department, as_format))
    assert response.headers["Content-Type"].startswith(content_type)
    assert response.content.lstrip().startswith(start)
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_svg_names_every_standing_section(log_in, clerk, department, section):
    SectionFactory.create(department=department, name="旧科", standing="abolished")
    text = log_in(clerk).get(url(department, "svg")).content.decode()
    assert "data-id" in text or "人事科" in text
    assert "旧科" not in text


def test_an_unknown_format_is_not_found(log_in, clerk, department):
    assert log_in(clerk).get(url(department, "exe")).status_code == 404


def test_the_outsider_gets_404(log_in, outsider, department):
    assert log_in(outsider).get(url(department, "svg")).status_code == 404


def test_refuses_post(log_in, clerk, department):
    assert log_in(clerk).post(url(department, "svg")).status_code == 405


def test_without_the_fonts_a_picture_says_what_to_do_and_the_svg_still_comes(
    department, officer, log_in, settings, tmp_path
):
    settings.FONT_DIR = tmp_path
    client = log_in(officer)
    answer = client.get(url(department, "png"))
    assert answer.status_code == 503
    assert "make setup" in answer.content.decode()
    assert client.get(url(department, "svg")).status_code == 200


def test_an_id_number_in_groups_is_masked_before_it_is_set_in_columns(
    log_in, clerk, department, section
):
    SectionFactory.create(department=department, name="110101 19850505 1234科")
    client = log_in(clerk)
    page = reverse("department_detail", args=[department.pk])
    for address in (url(department, "svg"), f"{page}?tab=chart"):
        assert "19850505" not in client.get(address).content.decode()
