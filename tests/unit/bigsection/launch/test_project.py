"""Programs called during set-up: their output in a log, their failure in one line."""

import sys

import pytest

from bigsection.launch import project
from bigsection.launch.messages import SetupError
from bigsection.launch.project import run_quietly


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch):
    path = tmp_path / "log" / "setup.log"
    monkeypatch.setattr(project, "LOG", path)
    return path


def python(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_what_a_program_prints_is_returned_and_logged(log):
    assert run_quietly(python("print('18 → 10')"), failure="no") == "18 → 10\n"
    assert "18 → 10" in log.read_text("utf-8")


def test_a_failure_is_one_line_with_the_last_words_and_the_log(log):
    traceback = "import sys; print('Traceback …', file=sys.stderr); sys.exit('disk full')"
    with pytest.raises(SetupError) as refusal:
        run_quietly(python(traceback), failure="the build failed")
    assert str(refusal.value) == f"the build failed (disk full; {log})"
    assert "Traceback …" in log.read_text("utf-8")


def test_a_download_without_a_network_says_so():
    output = "import sys; sys.exit('Failed: Temporary failure in name resolution')"
    with pytest.raises(SetupError, match="no network connection"):
        run_quietly(python(output), failure="pip failed", downloads=True)


def test_a_refused_database_is_not_called_a_missing_network():
    output = "import sys; sys.exit('connection to server failed: Connection refused')"
    with pytest.raises(SetupError, match="connection to server failed"):
        run_quietly(python(output), failure="no database")


def test_a_program_that_does_not_exist_is_a_refusal_too():
    with pytest.raises(SetupError, match="no-such-program"):
        run_quietly(["/no-such-program"], failure="cannot start")
