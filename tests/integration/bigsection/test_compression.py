"""Pages as they go over the wire: compressed after all that changes them."""

import gzip
import re

import pytest

from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}
TOKEN = re.compile(rb'csrfmiddlewaretoken" value="\w+"')


def test_a_page_is_the_same_after_decompression_its_token_aside(log_in, officer, department):
    SectionFactory.create(department=department, name="身份证99000019850505123X科")
    client = log_in(officer)
    url = f"/departments/{department.pk}/"
    plain, sent = client.get(url), client.get(url, headers=GZIP)
    page = gzip.decompress(sent.content)
    assert TOKEN.sub(b"", page) == TOKEN.sub(b"", plain.content)
    assert TOKEN.findall(page) != TOKEN.findall(plain.content)
    assert "99**************3X" in page.decode()
    assert {"Accept-Encoding", "Cookie"} <= set(sent["Vary"].split(", "))
    assert sent["Cache-Control"] == plain["Cache-Control"]
    assert sent["Content-Security-Policy"] == plain["Content-Security-Policy"]


def test_a_search_that_another_site_sends_is_not_compressed(log_in, officer):
    client = log_in(officer)
    elsewhere = {**GZIP, "Sec-Fetch-Site": "cross-site"}
    assert "Content-Encoding" in client.get("/search/?q=人事", headers=GZIP)
    assert "Content-Encoding" not in client.get("/search/?q=人事", headers=elsewhere)


def test_head_tells_of_the_same_encoding_and_brings_nothing(log_in, officer):
    answer = log_in(officer).head("/help/", headers=GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert answer.content == b""


def test_a_workbook_which_is_compressed_already_stays_as_it_is(log_in, officer):
    answer = log_in(officer).get("/imports/template.xlsx", headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
