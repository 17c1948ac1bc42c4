"""Stamp files: a step whose inputs have not changed since it last succeeded is not run again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """The SHA-256 over ``words`` and the names and contents of ``paths``.

    A directory stands for all files below it, hidden ones left out; what does not exist is
    passed over, so that a file that appears or disappears changes the result.
    """
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            yield path


@dataclass(frozen=True)
class Stamp:
    """What a step made: ``file`` lies inside the product, so deleting that runs the step again."""

    file: Path
    inputs: tuple[Path, ...]
    words: tuple[str, ...] = ()

    def is_current(self) -> bool:
        """Whether the step has succeeded with exactly these inputs."""
        try:
            return self.file.read_text("utf-8") == self._key()
        except FileNotFoundError:
            return False

    def write(self) -> None:
        """Note that the step has succeeded with the inputs as they are now."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self._key(), "utf-8")

    def _key(self) -> str:
        return fingerprint(self.inputs, *self.words)
