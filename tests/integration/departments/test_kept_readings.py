"""A file that was read once is not opened again, and what was read out of it goes with it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bigsection.accounts.models import User
from departments.actions import import_runs
from departments.importing import kept_readings, reading
from departments.models import ImportStatus, Region, StaffMember, WorkbookImport
from tests.integration.departments.test_import_actions import confirm, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "readings"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were opened, one for each time."""
    names: list[str] = []
    apart = reading.apart

    def noted(function: str, data: bytes, name: str, **more: Any) -> Any:
        names.append(name)
        return apart(function, data, name, **more)

    monkeypatch.setattr(reading, "apart", noted)
    return names


def kept(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_confirming_and_the_same_file_again_open_nothing(
    officer: User, region: Region, opened: list[str]
) -> None:
    row = confirm(upload(officer, region), officer)
    StaffMember.objects.filter(pk=StaffMember.objects.order_by("pk")[0].pk).update(rank="改过")
    again = upload(officer, region)
    assert row.status == ImportStatus.APPLIED
    assert {name: again.review["counts"][name] for name in ("new", "updated")} == {
        "new": 0,
        "updated": 1,
    }
    assert len(opened) == 1


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def changed(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def of_another_file(file: Path) -> None:
    """Written by this installation, but under another name."""
    other = file.with_name("0" * 64)
    kept_readings.keep(other, b"of another")
    other.replace(file)


@pytest.mark.parametrize("spoil", [cut, changed, of_another_file, Path.unlink])
def test_a_reading_that_is_not_as_it_was_written_is_made_anew(
    officer: User, region: Region, opened: list[str], place: Path, spoil: Callable[[Path], None]
) -> None:
    review = upload(officer, region).review
    (file,) = kept(place)
    whole = file.read_bytes()
    spoil(file)
    assert upload(officer, region).review == review
    assert (len(opened), file.read_bytes()) == (2, whole)


def test_everything_that_a_reading_depends_on_is_in_its_name(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(data: bytes = b"data", *asked: object) -> Path:
        kept_readings._program.cache_clear()
        return kept_readings.place_of(data, *asked)

    names = [name(), name(b"other"), name(b"data", "name"), name(b"data", "name", {"a": 1})]
    settings.VERSION = "another"
    names.append(name())
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"another program")
    names.append(name())
    assert len(set(names)) == len(names)


def test_readings_are_private_few_and_go_with_the_last_upload_of_the_file(
    officer: User, region: Region, place: Path
) -> None:
    rows = [upload(officer, region) for _ in range(2)]
    (file,) = kept(place)
    assert file.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in list(file.parents)[:2]} == {0o700}
    for number in range(kept_readings.MOST_OF_A_FILE + 1):
        kept_readings.keep(file.with_name(str(number)), b"")
    assert len(kept(place)) == kept_readings.MOST_OF_A_FILE
    now = timezone.now()
    old = WorkbookImport.objects.filter(pk=rows[0].pk)
    old.update(uploaded_at=now - timedelta(days=9))
    assert import_runs.clear_old_files(before=now - timedelta(days=8)) == 1
    assert kept(place)
    assert import_runs.clear_old_files(before=timezone.now()) == 1
    assert list(place.iterdir()) == []


def test_a_reading_that_finds_no_room_is_passed_over(
    officer: User, region: Region, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_readings.os, "replace", full)
    assert upload(officer, region).status == ImportStatus.REVIEW
    assert kept(place) == []
