"""While the database is away people read a word on it, and the worker waits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.test import Client, override_settings

from bigsection.jobs.management.commands import work


@contextmanager
def failing(error: DatabaseError) -> Iterator[None]:
    """Every query fails so, the one that reads the session first."""

    def fail(*args: object) -> None:
        raise error

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def client(officer, log_in) -> Client:
    """Somebody who was logged in before."""
    client: Client = log_in(officer)
    client.raise_request_exception = False
    return client


AWAY = OperationalError("connection refused")


def test_a_page_says_that_the_database_is_away(client: Client) -> None:
    with failing(AWAY):
        answer = client.get("/departments/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "数据库" in answer.text
    assert client.get("/departments/").status_code == 200


def test_a_part_of_a_page_and_a_program_hear_it_in_their_own_way(client: Client, htmx) -> None:
    with failing(AWAY):
        part = client.get("/departments/", headers=htmx)
        program = client.get("/api/departments/")
        health = client.get("/health/")
    assert (part.status_code, program.status_code, health.status_code) == (503, 503, 503)
    assert "<html" not in part.text
    assert set(program.json()) == {"detail", "hint"}


def test_a_wrong_query_is_no_outage(client: Client) -> None:
    with failing(ProgrammingError("no such column")):
        assert client.get("/departments/").status_code == 500


@pytest.mark.parametrize("code", ["55P03", "40P01"], ids=["waited", "deadlock"])
def test_whose_write_cannot_be_for_the_write_of_another_is_told_that_the_database_is_busy(
    client: Client, code: str
) -> None:
    locked = OperationalError("canceling statement due to lock timeout")
    locked.__cause__ = Exception()
    locked.__cause__.pgcode = code  # type: ignore[attr-defined]  # as psycopg2 has it
    with failing(locked):
        assert client.get("/departments/").status_code == 503


@pytest.mark.both_databases
def test_postgresql_runs_our_queries_without_compiling_them(db: None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('jit'), current_setting('lock_timeout')")
            assert cursor.fetchone() == ("off", "20s")


def test_a_connection_that_was_lost_meanwhile_is_replaced_before_it_is_used() -> None:
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_the_worker_waits_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[Exception | None] = [AWAY, AWAY, None]
    waits: list[float] = []

    def run(*args: Any, **options: Any) -> None:
        if error := ways.pop(0):
            raise error

    monkeypatch.setattr(work.Worker, "run", run)
    monkeypatch.setattr(work.Worker, "configure_signals", lambda worker: None)
    monkeypatch.setattr(work, "start_thread", lambda stop: threading.current_thread())
    monkeypatch.setattr(work.threading.Thread, "join", lambda *args, **options: None)
    monkeypatch.setattr(work, "make_private", lambda folder: None)
    monkeypatch.setattr(work.time, "sleep", waits.append)
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    call_command("work")
    assert (ways, len(waits)) == ([], 2)
    ways[:] = [ProgrammingError("no such table")]
    with pytest.raises(ProgrammingError):
        call_command("work")
