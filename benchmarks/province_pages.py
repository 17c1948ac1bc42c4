"""Measures what an officer of a province waits for, small and large, on SQLite and on PostgreSQL.

Run: python benchmarks/province_pages.py
Writes province_pages.md. The data are made by province.py, a province of one department and one of
737, in databases of their own (PostgreSQL: a throw-away server); ``--on SMALL LARGE``, once for each
kind of database, measures databases that exist.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.report import line, write

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 7
SIZES = {"small": ["--regions", "1", "--departments", "1"], "large": []}
"""What province.py is asked for."""
LIMITS: dict[str, int | None] = {
    "data health, all": 100,
    "data health, one department": 100,
    "overview": 150,
    "departments": 80,
    "departments, sorted": 80,
    "departments, API": 80,
    "to-dos": 100,
    "study of the city": 300,
    "audit, first page": 50,
    "audit, last page": 50,
    "search without a hit": 60,
    "section of 437 people": 60,
    "department": None,
    "overlap matrix": None,
    "plans": None,
    "plan": None,
    "imports": None,
    "overlap matrix, regions in turn": None,
    "duties that cross": None,
    "duties that cross, regions in turn": None,
    "form of a study": None,
}
"""The pages, and within so many milliseconds each must be there, on both databases."""


@dataclass(frozen=True)
class Cost:
    """The median wall time of ROUNDS requests, the processor time of this process, SQL queries, and
    the size of the answer.
    """

    ms: float
    cpu_ms: float
    queries: int
    kilobytes: float


Costs = dict[str, Cost]  # by page


def addresses() -> dict[str, str | list[str] | None]:
    """Where each page of LIMITS is, several of which one after the other is asked for; None where
    the data have none.
    """
    from django.db.models import Min

    from benchmarks.province import LARGE_DEPARTMENT
    from departments.models import Department, Region, Section
    from mergers.models import MergePlan, RegionStudy

    def of(rows: Any, address: str) -> str | None:
        row = rows.first()
        return None if row is None else address.format(row.pk)

    departments = Department.objects.order_by("pk")
    cities = Region.objects.filter(departments__isnull=False).order_by("code")
    large = Section.objects.filter(department__name=LARGE_DEPARTMENT)
    return {
        "data health, all": "/data-health/",
        "data health, one department": of(departments, "/data-health/?department={}"),
        "overview": "/",
        "departments": "/departments/",
        "departments, sorted": "/departments/?sort=-at_work",
        "departments, API": "/api/departments/",
        "to-dos": "/todo/",
        "study of the city": of(RegionStudy.objects, "/studies/{}/"),
        "audit, first page": "/audit/",
        "audit, last page": "/audit/?page=last",
        "search without a hit": "/search/?q=卌卌",
        "section of 437 people": of(large, "/sections/{}/"),
        "department": of(departments, "/departments/{}/"),
        "overlap matrix": of(departments, "/departments/{}/overlap/"),
        "plans": "/plans/",
        "plan": of(MergePlan.objects.order_by("pk"), "/plans/{}/"),
        "imports": "/imports/",
        "overlap matrix, regions in turn": [
            f"/departments/{pk}/overlap/"
            for pk in cities.annotate(one=Min("departments")).values_list("one", flat=True)
        ],
        "duties that cross": of(cities, "/regions/{}/radar/"),
        "duties that cross, regions in turn": [
            f"/regions/{pk}/radar/" for pk in cities.distinct().values_list("pk", flat=True)
        ],
        "form of a study": "/studies/new/",
    }


def measure(folder: str) -> Costs:
    """Every page of the database of DATABASE_URL, as its officer gets it; one that the data have
    not is left out.
    """
    from benchmarks.pages import configure

    configure(folder)
    from django.test import Client
    from django.utils import timezone

    from bigsection.accounts.models import User
    from departments.actions import data_checks

    at = timezone.now()  # a worker would have done so: the page reads what is stored
    data_checks.check(data_checks.to_check(None, at), at=at)
    client = Client()
    client.force_login(
        User.objects.get(username="bianban"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return {
        name: cost_of(client, address)
        for name, address in addresses().items()
        if address is not None
    }


def cost_of(client: Client, where: str | list[str]) -> Cost:
    """What one page costs, or one of several in turn; an answer other than 200 is an error."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    each = [where] if isinstance(where, str) else where
    for address in each:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        asked = len(queries)
        assert response.status_code == 200, (address, response.status_code)  # noqa: S101
    walls, processor = [], []
    for address in islice(cycle(each), max(ROUNDS, len(each))):
        started, cpu = time.perf_counter(), time.process_time()
        response = client.get(address)
        walls.append(time.perf_counter() - started)
        processor.append(time.process_time() - cpu)
    return Cost(
        ms=1000 * statistics.median(walls),
        cpu_ms=1000 * statistics.median(processor),
        queries=asked,
        kilobytes=len(response.content) / 1000,
    )


# -- The databases ------------------------------------------------------------------------------
def measured_apart(url: str) -> Costs:
    """``measure`` in a process of its own, for Django knows one database."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--measure"],
            env=os.environ | {"DATABASE_URL": url, "DATA_DIR": folder},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return {name: Cost(**cost) for name, cost in json.loads(done.stdout.splitlines()[-1]).items()}


def make(url: str, options: list[str]) -> None:
    """Make a province in an empty database."""
    script = str(Path(__file__).with_name("province.py"))
    subprocess.run([sys.executable, script, url, *options], check=True)


@contextmanager
def databases() -> Iterator[dict[str, list[str]]]:
    """The small and the large province on SQLite and on PostgreSQL, freshly made."""
    from bigsection.launch.postgres import throwaway_server

    with tempfile.TemporaryDirectory() as folder, throwaway_server() as server:
        of_sqlite = [f"sqlite:///{folder}/{size}.sqlite3" for size in SIZES]
        of_postgres = [create_database(server, size) for size in SIZES]
        for urls in (of_sqlite, of_postgres):
            for url, options in zip(urls, SIZES.values(), strict=True):
                make(url, options)
        yield {"SQLite": of_sqlite, "PostgreSQL": of_postgres}


@contextmanager
def existing(pairs: list[list[str]]) -> Iterator[dict[str, list[str]]]:
    """Databases that are given, by their kind."""
    yield {"SQLite" if pair[0].startswith("sqlite") else "PostgreSQL": pair for pair in pairs}


def create_database(server: str, name: str) -> str:
    """Create a database on a PostgreSQL server; its address."""
    import psycopg2

    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


# -- The table ----------------------------------------------------------------------------------
FIGURES: dict[str, Callable[[Cost], float]] = {
    "ms": lambda cost: cost.ms,
    "CPU ms": lambda cost: cost.cpu_ms,
    "queries": lambda cost: cost.queries,
    "kB": lambda cost: cost.kilobytes,
}


def table(measured: dict[str, dict[str, Costs]]) -> Iterator[str]:
    """One line for each page, FIGURES of every database small → large."""
    headings = [f"{database} {figure}" for database in measured for figure in FIGURES]
    yield line(["page", *headings, "must be, ms", "met"])
    yield line(["---", *(["---:"] * (len(headings) + 1)), "---"])
    for page, limit in LIMITS.items():
        costs = [[of_size.get(page) for of_size in sizes.values()] for sizes in measured.values()]
        cells = [shown(pair, figure) for pair in costs for figure in FIGURES.values()]
        met = limit is None or all(large and large.ms <= limit for _, large in costs)
        verdict = ["", ""] if limit is None else [f"≤ {limit}", "yes" if met else "**no**"]
        yield line([page, *cells, *verdict])


def shown(pair: list[Cost | None], figure: Callable[[Cost], float]) -> str:
    """A figure small → large; a dash where the data have no such page."""
    return " → ".join("–" if cost is None else f"{figure(cost):.0f}" for cost in pair)


def main() -> None:
    """Write province_pages.md and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", nargs=2, metavar=("SMALL", "LARGE"), action="append")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps({name: asdict(cost) for name, cost in measure(folder).items()}))
        return
    with existing(options.on) if options.on else databases() as urls:
        measured = {
            name: {size: measured_apart(url) for size, url in zip(SIZES, pair, strict=True)}
            for name, pair in urls.items()
        }
    rows = list(table(measured))
    text = [
        "# What a page costs in a province",
        "",
        f"`python benchmarks/province_pages.py`, {date.today().isoformat()}, {os.cpu_count()} cores,",
        f"Python {platform.python_version()}. Through Django's test client, as the officer of the whole",
        f"province, the median of {ROUNDS} requests: wall milliseconds, processor milliseconds of the",
        "application's process, SQL queries (those of session and person included), size before it is",
        "compressed. Small is a province of one department; large one of 16 cities, 737 departments,",
        "6,668 sections, half a million people, 2,200 plans and 50,000 events of the trail.",
    ]
    write(__file__, text, rows)


if __name__ == "__main__":
    main()
