"""Whatever is sent to whatever address by whomever: the product answers, and never with a 500."""

import os
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bigsection.web.handler import Request
from departments.models import Department, Role
from tests.factories import MembershipFactory, UserFactory
from tests.hostile import Generator, forms_of, known_names
from tests.integration.filled import ADDRESSES, OF_ACCOUNTS, address_of, filled

__all__ = ["filled"]

pytestmark = pytest.mark.both_databases

ROUNDS = int(os.environ.get("HOSTILE_ROUNDS", "1"))
"""More for a long run by hand."""
REQUESTS = {"all roles": 4, "clerk": 2, "nobody": 1}
"""To each address by each person in a round."""
NAMES = known_names()
KEYS = {"key": "abc", "uidb36": "1"}


@pytest.fixture(autouse=True)
def _as_the_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test client makes its requests as the product's handler does."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)


@pytest.fixture(scope="module")
def people(filled: dict[str, Any]) -> dict[str, Client]:
    """Who sends: one with every role in the region, a clerk of the department, nobody."""
    clerk = UserFactory.create()
    department = Department.objects.get(pk=filled["departments"])
    MembershipFactory.create(
        user=clerk, role=Role.CLERK, region=department.region, department=department
    )
    clients = {"all roles": filled["client"], "clerk": Client(), "nobody": Client()}
    clients["clerk"].force_login(
        clerk, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for client in clients.values():
        client.raise_request_exception = False
    return clients


@pytest.mark.parametrize("name", [*ADDRESSES, *OF_ACCOUNTS])
def test_no_request_is_answered_with_a_500(
    filled: dict[str, Any], people: dict[str, Client], db: None, name: str
) -> None:
    if name in ADDRESSES:
        url = address_of(name, filled)
    else:
        url = reverse(name, kwargs={key: KEYS[key] for key in OF_ACCOUNTS[name]})
    failed = []
    for person, client in people.items():
        with transaction.atomic():
            offered = list(forms_of(client.get(url), url)) if person != "nobody" else []
            transaction.set_rollback(True)
        for sent in Generator(url, offered, NAMES, f"{name} {person}").requests(
            ROUNDS * REQUESTS[person]
        ):
            with transaction.atomic():
                answer = sent.to(client)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                error = getattr(answer, "exc_info", None) or (None, None, None)
                failed.append((person, answer.status_code, repr(error[1])[:300], repr(sent)[:600]))
    assert failed == []
