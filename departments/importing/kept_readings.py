"""Readings of uploaded files, kept beside them: the same file, read the same way, is read once."""

import hashlib
import hmac
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from django.conf import settings
from django.utils.crypto import salted_hmac

from bigsection.launch.private_files import private_folder, private_opener
from departments import link_strengths

MOST_OF_A_FILE = 4
"""How many readings are kept of one file: people correct it again and again."""
READERS = ("python-calamine", "xlrd")
SEAL_BYTES = hashlib.sha256().digest_size


def folder() -> Path:
    """Where they are: in a folder for each file, by the digest of its bytes."""
    return Path(settings.MEDIA_ROOT) / "readings"


def place_of(data: bytes | Path, *asked: object) -> Path:
    """Where the reading of a file belongs. Its name is made of all that the reading depends on: the
    bytes, what was ``asked`` (plain values), and the program that reads.
    """
    if isinstance(data, Path):
        data = data.read_bytes()
    how = hashlib.sha256(repr((asked, _program())).encode()).hexdigest()
    return folder() / hashlib.sha256(data).hexdigest() / how


def find(place: Path) -> bytes | None:
    """What was kept; None when it is not there, or not as this installation wrote it."""
    with suppress(OSError):
        seal, content = _parted(place.read_bytes())
        if hmac.compare_digest(seal, _seal(place, content)):
            return content
    return None


def keep(place: Path, content: bytes) -> None:
    """Keep a reading, whole or not at all; a full disk is no reason to fail."""
    new = place.with_name(f"{place.name}.{token_hex(4)}")
    try:
        private_folder(folder())
        private_folder(place.parent)
        with open(new, "xb", opener=private_opener) as file:
            file.write(_seal(place, content) + content)
        os.replace(new, place)
        for old in sorted(place.parent.iterdir(), key=_age)[:-MOST_OF_A_FILE]:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            new.unlink()


def files() -> list[str]:
    """The SHA-256 of every file of which readings are kept."""
    with suppress(OSError):
        return os.listdir(folder())
    return []


def forget(hashes: Iterable[str]) -> None:
    """Delete the readings of files."""
    for name in hashes:
        rmtree(folder() / name, ignore_errors=True)


def _parted(sealed: bytes) -> tuple[bytes, bytes]:
    return sealed[:SEAL_BYTES], sealed[SEAL_BYTES:]


def _seal(place: Path, content: bytes) -> bytes:
    """What only this installation can write before a reading at this place."""
    salt = f"{__name__}/{place.parent.name}/{place.name}"
    return salted_hmac(salt, content, algorithm="sha256").digest()


def _age(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


@cache
def _program() -> tuple[str, ...]:
    """What reads: our own sources (a version has many of them), the packages below, Python."""
    above = Path(link_strengths.__file__)
    sources = sorted((above.parent / "workbook").rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (above, *sources)))
    return settings.VERSION, digest.hexdigest(), *map(version, READERS), sys.version
