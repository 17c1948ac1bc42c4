"""Files with personal data, readable by the account that runs the product and by nobody else."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
CACHES = frozenset({"cache"})  # packages from elsewhere: nothing of a person in them


def private_folder(path: Path) -> None:
    """Make the folder if it is not there; only its owner may enter it, whatever the umask."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    _set(path, PRIVATE_FOLDER)


def private_file(path: Path) -> None:
    """Make the file, empty, if it is not there; only its owner may read it, whatever the umask.

    What SQLite lays beside its database takes the permissions of the database.
    """
    with suppress(OSError):  # a folder that is not there, or not ours, is met by who writes to it
        path.touch(PRIVATE_FILE)
    _set(path, PRIVATE_FILE)


def private_opener(path: str, flags: int) -> int:
    """The opener of a file that its owner alone may read where it is made; one that is there (a
    device, a file of the administrator's) stays as it is.
    """
    return os.open(path, flags, PRIVATE_FILE)


def make_private(folder: Path) -> int:
    """Correct all that lies in a folder, as an installation of before left it; how many were."""
    return sum(_set(path, mode) for path, mode in _below(folder))


def _below(folder: Path) -> Iterator[tuple[Path, int]]:
    for place, folders, files in os.walk(folder):
        if Path(place) == folder:
            folders[:] = [name for name in folders if name not in CACHES]
        yield Path(place), PRIVATE_FOLDER
        yield from ((Path(place, name), PRIVATE_FILE) for name in files)


def _set(path: Path, mode: int) -> bool:
    """Whether the permissions had to be changed; those of somebody else's file cannot be."""
    with suppress(OSError):
        if not path.is_symlink() and path.stat().st_mode & 0o777 != mode:
            path.chmod(mode)
            return True
    return False
