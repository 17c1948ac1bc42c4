"""What goes compressed over the wire, and what must not."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from bigsection.web.downloads import CSV, EXCEL
from bigsection.web.middleware import CompressionMiddleware

TEXT = ("人事科负责干部考核。" * 100).encode()
HTML = "text/html; charset=utf-8"


def answered(response, **headers):
    sent = {"Accept-Encoding": "gzip, deflate, br", **headers}
    return CompressionMiddleware(lambda _: response)(RequestFactory().get("/", headers=sent))


@pytest.mark.parametrize(
    "kind",
    [HTML, "application/json", "image/svg+xml", CSV, "application/vnd.oai.openapi; charset=utf-8"],
)
def test_text_is_compressed_and_the_same_after_it(kind):
    answer = answered(HttpResponse(TEXT, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Length"] == str(len(answer.content))
    assert len(answer.content) < len(TEXT) / 3
    assert gzip.decompress(answer.content) == TEXT


def test_the_length_of_the_same_text_varies():
    lengths = {len(answered(HttpResponse(TEXT)).content) for _ in range(40)}
    assert len(lengths) > 5


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_asks_for_is_not_compressed(site):
    answer = answered(HttpResponse(TEXT), **{"Sec-Fetch-Site": site})
    assert "Content-Encoding" not in answer
    assert answer.content == TEXT


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_the_own_pages_or_the_person_ask_for_is(site):
    assert "Content-Encoding" in answered(HttpResponse(TEXT), **{"Sec-Fetch-Site": site})


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(TEXT, content_type=EXCEL),
        HttpResponse(TEXT, content_type="application/pdf"),
        HttpResponse(TEXT, content_type="image/png"),
        HttpResponse(TEXT[:150]),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        HttpResponse(status=304),
    ],
    ids=["workbook", "pdf", "picture", "short", "compressed already", "nothing"],
)
def test_is_left_as_it_is(response):
    before = response.content
    answer = answered(response)
    assert answer.content == before
    assert answer.headers.get("Content-Encoding") in (None, "br")


def test_a_stream_stays_a_stream():
    for response in (StreamingHttpResponse([TEXT, TEXT]), FileResponse([TEXT, TEXT])):
        assert b"".join(answered(response)) == TEXT * 2


def test_who_does_not_take_gzip_gets_the_text_and_caches_know_it_depends():
    answer = answered(HttpResponse(TEXT), **{"Accept-Encoding": "identity"})
    assert answer.content == TEXT
    assert answer["Vary"] == "Accept-Encoding"


def test_a_version_is_named_weakly_since_the_bytes_are_not_the_same():
    answer = answered(HttpResponse(TEXT, headers={"ETag": '"abc"'}))
    assert answer["ETag"] == 'W/"abc"'
