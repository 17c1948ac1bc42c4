"""Chromium and a Chinese font for the browser tests."""

import os
import shutil
import subprocess
from pathlib import Path

from bigsection.launch.debian import need
from bigsection.launch.steps import Step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> Step:
    """Have a Chromium and, for its screenshots, one font with Chinese characters."""
    return Step("Chromium", _need_browser)


def find_chromium() -> Path | None:
    """The browser named in CHROMIUM, else the first one in PATH; None when there is none."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    return Path(found) if found else None


def _need_browser() -> None:
    need(lambda: find_chromium() is not None, "chromium")
    need(_has_chinese_font, "fontconfig", "fonts-wqy-microhei")


def _has_chinese_font() -> bool:
    try:
        answer = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True)
    except OSError:
        return False
    return bool(answer.stdout.strip())
