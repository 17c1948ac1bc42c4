"""``make test``: what may be left out, and when it stops."""

from contextlib import contextmanager

import pytest

from bigsection.launch import suite
from bigsection.launch.messages import SetupError


@pytest.fixture
def titles(monkeypatch):
    """The parts that were run; every one passes unless its title is in ``titles.failing``."""

    class Titles(list[str]):
        failing: frozenset[str] = frozenset()

    seen = Titles()

    def run(part: suite.Run) -> int:
        seen.append(part.title)
        return 1 if part.title in seen.failing else 0

    @contextmanager
    def server():
        yield "postgres://somewhere"

    monkeypatch.setattr(suite, "_pytest", run)
    monkeypatch.setattr(suite, "_compare", lambda *_: seen.append("compared") or 0)
    monkeypatch.setattr(suite, "throwaway_server", server)
    return seen


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", set()),
        ("browser", {"browser"}),
        ("browser, postgres", {"browser", "postgres"}),
    ],
)
def test_a_developer_may_leave_parts_out(monkeypatch, named, expected):
    monkeypatch.setenv("WITHOUT", named)
    monkeypatch.delenv("CI", raising=False)
    assert suite.left_out() == expected


def test_ci_may_not(monkeypatch):
    monkeypatch.setenv("WITHOUT", "browser")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SetupError, match="CI"):
        suite.left_out()


def test_an_unknown_part_is_refused(monkeypatch):
    monkeypatch.setenv("WITHOUT", "postgresql")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(SetupError, match="WITHOUT=browser,postgres"):
        suite.left_out()


def test_the_largest_part_comes_last_and_then_the_queries_are_compared(titles):
    assert suite.run_suite(frozenset()) == 0
    assert titles == ["浏览器 · browser", "PostgreSQL", "SQLite", "compared"]


def test_what_is_left_out_is_not_run(titles):
    assert suite.run_suite(frozenset({"browser", "postgres"})) == 0
    assert titles == ["SQLite"]


def test_a_failing_part_ends_the_run(titles):
    titles.failing = frozenset({"PostgreSQL"})
    assert suite.run_suite(frozenset()) == 1
    assert titles == ["浏览器 · browser", "PostgreSQL"]
