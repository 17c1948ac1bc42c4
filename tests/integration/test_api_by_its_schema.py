"""Every endpoint of the API, asked with what its own description allows and with what it does not."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from bigsection.wsgi import application
from tests.integration.filled import filled

__all__ = ["filled"]

REQUESTS = 4 * int(os.environ.get("HOSTILE_ROUNDS", "1"))
"""To each endpoint with each method; more with HOSTILE_ROUNDS, for a long run by hand."""
MODES = tuple(schemathesis.GenerationMode)
OPERATIONS = {
    operation.label: operation
    for found in schemathesis.openapi.from_dict(
        SchemaGenerator().get_schema(public=True)
    ).get_all_operations()
    for operation in [found.ok()]
}


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """A request of the web server gives up its connection, here the one of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_endpoint_answers_as_it_is_described(
    filled: dict[str, Any], db: None, label: str
) -> None:
    operation = OPERATIONS[label]
    operation.schema.app = application
    token = "t" * 32
    cookies = {"sessionid": filled["client"].cookies["sessionid"].value, "csrftoken": token}

    keys = {"id": filled[label.split("/")[2]]} if "{id}" in label else None

    @given(case=st.one_of(*(operation.as_strategy(mode, path_parameters=keys) for mode in MODES)))
    @settings(
        max_examples=REQUESTS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(
            app=application,
            cookies=cookies,
            headers={"X-CSRFToken": token, "Accept-Encoding": "identity"},
            checks=[not_a_server_error, response_schema_conformance],
        )

    ask()
