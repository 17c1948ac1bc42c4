"""Counts the bytes that a page brings over the wire: on a first visit, and when it is seen again.

Run: python benchmarks/page_bytes.py
Writes page_bytes.md. The data are a small province (province.py) in a database of their own; ``--on
URL`` takes a database that exists, with a province in it.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pages import configure
from benchmarks.province_pages import SIZES, addresses, make
from benchmarks.report import line, write

ROOT = Path(__file__).resolve().parent.parent
ASSET = re.compile(r'(?:href|src)="/static/(built/[\w-]+\.(css|js))"')
UNSEEN = re.compile(r"<(script|style|title)\b.*?</\1>|<(?!input)[^>]*>", re.DOTALL)
FACE = re.compile(r"@font-face\s*\{[^}]*?url\(\"?\./([^)\"]+)\"?\)[^}]*?unicode-range:([^;}]+)")


@dataclass(frozen=True)
class Weight:
    """Bytes as they are sent: what the server makes, and what a browser keeps for ever after."""

    page: int
    styles: int
    scripts: int
    face: int
    pieces: int

    @property
    def kept(self) -> int:
        """What is not sent again."""
        return self.styles + self.scripts + self.face


@dataclass(frozen=True)
class Piece:
    """A file of the face, and the characters in it."""

    bytes: int
    characters: frozenset[str]


def pieces() -> list[Piece]:
    """The files of the face, by the list that browsers read."""
    css = "".join(path.read_text("utf-8") for path in (ROOT / "static/built").glob("*.css"))
    return [
        Piece((ROOT / "static/built" / file).stat().st_size, frozenset(_characters(ranges)))
        for file, ranges in FACE.findall(css)
    ]


def _characters(ranges: str) -> Iterator[str]:
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").removeprefix("u+").partition("-")
        if "?" in first:
            first, last = first.replace("?", "0"), first.replace("?", "F")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def compressed(file: str) -> int:
    """The size of a static file as it is sent."""
    data = (ROOT / "static" / file).read_bytes()
    return min(len(data), len(gzip.compress(data)))


def weight(sent: bytes, html: str, face: list[Piece]) -> Weight:
    """What a page weighs that came as ``sent`` and says ``html``."""
    assets = dict(ASSET.findall(html))
    size = {
        kind: sum(compressed(f) for f, k in assets.items() if k == kind) for kind in ("css", "js")
    }
    shown = set(unescape(UNSEEN.sub(" ", html)))
    needed = [piece for piece in face if piece.characters & shown]
    letters = sum(piece.bytes for piece in needed)
    return Weight(len(sent), size["css"], size["js"], letters, len(needed))


def measure(folder: str) -> dict[str, Weight]:
    """Every page of the officer of the database of DATABASE_URL, as a browser gets it; the login
    page comes first.
    """
    configure(folder)
    from django.test import Client

    from bigsection.accounts.models import User

    client, face = Client(headers={"Accept-Encoding": "gzip"}), pieces()

    def weighed(address: str) -> Weight:
        sent = client.get(address).content
        page = gzip.decompress(sent) if sent.startswith(b"\x1f\x8b") else sent
        return weight(sent, page.decode(), face)

    login = weighed("/accounts/login/")
    officer = User.objects.get(username="bianban")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    listed = {name: address for name, address in addresses().items() if address is not None}
    pages = {name: at for name, at in listed.items() if not at.startswith("/api/")}
    return {"login": login} | {name: weighed(address) for name, address in pages.items()}


def table(weights: dict[str, Weight]) -> Iterator[str]:
    """One line for each page, in thousands of bytes."""
    columns = ["page", "styles", "scripts", "face (pieces)", "first visit", "seen again"]
    yield line(["", *columns])
    yield line(["---", *["---:"] * len(columns)])
    for name, one in weights.items():
        sizes = [one.page, one.styles, one.scripts, one.face, one.page + one.kept, one.page]
        cells = [f"{size / 1000:.0f}" if size else "–" for size in sizes]
        cells[3] += f" ({one.pieces})"
        yield line([name, *cells])


def main() -> None:
    """Write page_bytes.md and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", metavar="URL")
    given = parser.parse_args().on
    with tempfile.TemporaryDirectory() as folder:
        url = given or f"sqlite:///{folder}/small.sqlite3"
        if not given:
            make(url, SIZES["small"])
        os.environ |= {"DATABASE_URL": url, "DATA_DIR": folder}
        rows = list(table(measure(folder)))
    text = [
        "# What a page weighs",
        "",
        f"`python benchmarks/page_bytes.py`, {date.today().isoformat()}, Python {platform.python_version()}."
        " Thousands of bytes as",
        "they are sent (gzip), of the officer of a province. *First visit*: nothing is kept, and Noto Sans SC is",
        "not installed; the pieces of the face are those whose characters the page shows. *Seen again*:",
        "styles, scripts and pieces lie in the browser for ever (`immutable`), from whichever page.",
    ]
    write(__file__, text, rows)


if __name__ == "__main__":
    main()
