"""Very many rows are written some at a time, and each has its own key."""

import pytest

from departments.importing import bulk
from departments.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("number", [1, 333, 700, 999])
def test_rows_of_several_statements_are_written_in_order_under_their_keys(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """999 parameters, 333 rows of three, are what SQLite is sent at once."""
    monkeypatch.setattr(bulk, "COPY_ROWS", 333)
    rows = [(f"{n:06}", f"地区{n}") for n in range(100_000, 100_000 + number)]
    keys = bulk.insert(Region, ["code", "name"], rows)
    written = Region.objects.order_by("pk").values_list("pk", "code", "name")
    assert list(written) == [(key, *row) for key, row in zip(keys, rows, strict=True)]
