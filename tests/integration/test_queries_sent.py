"""What is recorded of a query on its way to the database."""

import pytest
from django.db import connection

from departments.models import Region
from departments.queries import directory
from tests import queries_sent


def test_a_query_of_the_product_is_recorded_and_one_of_a_test_is_not(
    clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries_sent, "sent", {})
    with connection.execute_wrapper(queries_sent.record):
        assert not Region.objects.filter(name="邻市").exists()
        assert queries_sent.sent == {}
        directory.search(clerk, "财政")
    from_directory = {
        test
        for query, test in queries_sent.sent.items()
        if query.startswith("departments/queries/directory.py:")
    }
    assert len(from_directory) == 1
    assert from_directory.pop().startswith("tests/integration/test_queries_sent.py::")
