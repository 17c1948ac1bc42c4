"""The SECRET_KEY of an installation: made on first start, kept in a file that git ignores."""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path) -> str:
    """The key in ``path``; a missing file is created, readable by its owner only.

    Two processes that start at once get the same key: the file is linked into place whole.
    """
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii").strip()
