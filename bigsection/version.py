"""The version of the product, read from the changelog so that it is written down once."""

import re
from pathlib import Path


def read_version(changelog: Path) -> str:
    """The newest version heading (``## [1.2.3] …``) of ``changelog``; ``0`` when it has none."""
    try:
        text = changelog.read_text("utf-8")
    except FileNotFoundError:
        return "0"
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", text, re.MULTILINE)
    return found.group(1) if found else "0"
