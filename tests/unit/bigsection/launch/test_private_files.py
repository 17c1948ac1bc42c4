"""Files with personal data belong to one account of the machine, whatever the umask."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bigsection.launch.private_files import make_private, private_file, private_folder


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_made_is_private_from_the_start(tmp_path: Path) -> None:
    private_folder(tmp_path / "data" / "deep")
    private_file(tmp_path / "data" / "deep" / "base.sqlite3")
    assert mode(tmp_path / "data" / "deep") == 0o700
    assert mode(tmp_path / "data" / "deep" / "base.sqlite3") == 0o600


def test_an_installation_of_before_is_corrected_and_caches_are_let_be(tmp_path: Path) -> None:
    for name in ("uploads/imports/2026/11/a.bin", "base.sqlite3", "log/setup.log", "cache/npm/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    tmp_path.chmod(0o755)
    assert make_private(tmp_path) == 9
    assert make_private(tmp_path) == 0
    private = [path for path in tmp_path.rglob("*") if "cache" not in path.parts]
    assert {mode(path) for path in private if path.is_dir()} == {0o700}
    assert {mode(path) for path in private if path.is_file()} == {0o600}
    assert mode(tmp_path / "cache" / "npm" / "x") == 0o666
    assert mode(tmp_path) == 0o700


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("x")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "link").symlink_to(outside)
    make_private(tmp_path / "data")
    assert mode(outside) == 0o666
