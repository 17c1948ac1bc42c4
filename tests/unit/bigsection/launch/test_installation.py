"""The sample region: for a first look, never by accident into a real database."""

import pytest

from bigsection.launch.installation import wants_sample


@pytest.mark.parametrize(
    ("sample", "database", "expected"),
    [
        (None, None, True),
        (None, "postgres://db/bigsection", False),
        ("yes", "postgres://db/bigsection", True),
        ("no", None, False),
        ("NO", None, False),
    ],
)
def test_who_gets_the_sample(monkeypatch, sample, database, expected):
    for name, value in {"SAMPLE": sample, "DATABASE_URL": database}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert wants_sample() is expected
