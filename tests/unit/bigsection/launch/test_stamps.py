"""Stamps: what has not changed is not done again, and what has changed is."""

from pathlib import Path

import pytest

from bigsection.launch.stamps import Stamp, fingerprint


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    directory = tmp_path / "sources"
    directory.mkdir()
    (directory / "app.js").write_text("one")
    return directory


def stamp_of(tmp_path: Path, sources: Path, *words: str) -> Stamp:
    return Stamp(tmp_path / "product" / ".stamp", (sources,), words)


def test_a_step_that_never_succeeded_is_not_current(tmp_path, sources):
    assert not stamp_of(tmp_path, sources).is_current()


def test_a_step_is_current_after_its_success(tmp_path, sources):
    stamp_of(tmp_path, sources).write()
    assert stamp_of(tmp_path, sources).is_current()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: (d / "app.js").write_text("two"),
        lambda d: (d / "page.js").write_text("one"),
        lambda d: (d / "app.js").unlink(),
        lambda d: (d / "app.js").rename(d / "other.js"),
    ],
    ids=["edited", "added", "deleted", "renamed"],
)
def test_a_changed_input_makes_it_stale(tmp_path, sources, change):
    stamp_of(tmp_path, sources).write()
    change(sources)
    assert not stamp_of(tmp_path, sources).is_current()


def test_another_python_makes_it_stale(tmp_path, sources):
    stamp_of(tmp_path, sources, "3.11.7").write()
    assert not stamp_of(tmp_path, sources, "3.12.1").is_current()


def test_deleting_the_product_makes_it_stale(tmp_path, sources):
    stamp = stamp_of(tmp_path, sources)
    stamp.write()
    stamp.file.unlink()
    assert not stamp.is_current()


def test_hidden_files_do_not_count(sources):
    before = fingerprint([sources])
    (sources / ".stamp").write_text("anything")
    assert fingerprint([sources]) == before


def test_a_missing_input_is_no_error(tmp_path, sources):
    assert fingerprint([sources, tmp_path / "absent"]) == fingerprint([sources])
