"""Switches that lead a problem into a method that its size would not choose."""

import pytest


@pytest.fixture
def only_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems, too, are solved by relaxation and search instead of all subsets."""
    monkeypatch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
