"""Every address of the product answers, over one filled region: the smoke test of ``make fast``."""

from typing import Any

import pytest
from django.test import Client

from tests.integration.filled import ADDRESSES, address_of, filled

__all__ = ["filled"]

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_address_answers(filled: dict[str, Any], db: None, name: str) -> None:
    """With a page or file, or, where it only takes what is sent, with a word on the method.

    A page with a title says beneath it what it is for.
    """
    client: Client = filled["client"]
    response = client.get(address_of(name, filled), follow=True)
    if response.status_code == 405:
        assert "POST" in response["Allow"]
    else:
        assert response.status_code == 200
        content = response.getvalue() if response.streaming else response.content
        assert content
        assert (b'class="page-head"' in content) == (b'class="page-purpose"' in content)
