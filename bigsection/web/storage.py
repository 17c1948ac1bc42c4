"""Where files of people are kept: readable by the product alone, and whole or not at all."""

from contextlib import suppress
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from bigsection.launch.private_files import PRIVATE_FILE, PRIVATE_FOLDER


class PrivateStorage(FileSystemStorage):
    """Files of mode 0600 in folders of mode 0700; one that does not fit on the disk leaves nothing."""

    def __init__(self, **options: Any) -> None:
        private = {
            "file_permissions_mode": PRIVATE_FILE,
            "directory_permissions_mode": PRIVATE_FOLDER,
        }
        super().__init__(**private | options)

    def _save(self, name: str, content: File[Any]) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
