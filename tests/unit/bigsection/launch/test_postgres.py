"""The throwaway PostgreSQL server, where it cannot be had; ``make test`` itself shows that it can."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bigsection.launch import postgres
from bigsection.launch.messages import SetupError


@pytest.fixture
def programs() -> Iterator[Path]:
    """A directory like Debian's, which other accounts may enter too."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def put_initdb(directory: Path, text: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    initdb = directory / "initdb"
    initdb.write_text(f"#!/bin/sh\n{text}\n")
    initdb.chmod(0o755)
    return directory


def test_the_newest_installed_version_is_used(programs, monkeypatch):
    for version in ("9.6", "15", "17"):
        put_initdb(programs / version / "bin", "exit 0")
    monkeypatch.setattr(postgres, "DEBIAN_DIRECTORY", programs)
    assert postgres.find_programs() == programs / "17" / "bin"


def test_without_a_server_the_debian_package_is_named(programs, monkeypatch):
    monkeypatch.setattr(postgres, "DEBIAN_DIRECTORY", programs)
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(SetupError, match="apt-get install postgresql"):
        postgres.throwaway_server().__enter__()


def test_a_server_that_cannot_be_made_leaves_nothing_behind(programs, monkeypatch, tmp_path):
    failing = put_initdb(programs / "17" / "bin", "echo 'no space left on device' >&2; exit 1")
    made = tmp_path / "server"
    made.mkdir()
    monkeypatch.setattr(postgres, "find_programs", lambda: failing)
    monkeypatch.setattr(postgres.tempfile, "mkdtemp", lambda prefix: str(made))
    monkeypatch.setattr(postgres, "_unprivileged_account", lambda: None)
    with pytest.raises(SetupError, match="initdb failed: no space left on device"):
        postgres.throwaway_server().__enter__()
    assert not made.exists()
