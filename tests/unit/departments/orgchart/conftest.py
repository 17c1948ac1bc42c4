"""The font files of the exports, where `make setup` puts them."""

from pathlib import Path

import pytest

from departments.orgchart.fonts import Fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    root = Path(__file__).parents[4]
    return Fonts.in_directory(root / "node_modules" / "@expo-google-fonts" / "noto-sans-sc")
