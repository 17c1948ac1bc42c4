"""The web server's processes give way to fresh ones, not all at once."""

import importlib

import pytest

from bigsection.launch import web_server


@pytest.mark.parametrize(("asked", "most", "jitter"), [("1000", 1000, 200), ("0", 0, 0)])
def test_a_process_ends_after_so_many_requests_or_never(
    monkeypatch: pytest.MonkeyPatch, asked: str, most: int, jitter: int
) -> None:
    monkeypatch.setenv("WEB_REQUESTS", asked)
    read = importlib.reload(web_server)
    assert (read.max_requests, read.max_requests_jitter) == (most, jitter)
