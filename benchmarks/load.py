"""Measures the web server of ``make run`` under the work of fifty people at once.

Run: python benchmarks/load.py
Writes load.md. The people are 34 clerks, each with a draft plan of their department, 12 officers and 4
leaders; each opens the pages of an ordinary day (DAYS) with a pause after each, on a connection that is
kept, and clerks move sections of their plans and take that back: one request of ten writes. The data
are one city (province.py) on SQLite and on PostgreSQL; ``--on URL``, once for each, takes databases
that exist, with a province in them, and adds the people to them: give copies.

The server is the product's own, both its web processes and its workers; the people are one process
beside it on the same cores, PostgreSQL another.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.province_pages import create_database, make
from benchmarks.report import line, write

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = {"clerk": 34, "officer": 12, "leader": 4}
WRITES = 0.1
"""The share of requests that write."""
MOVES = 20
"""So many moves a clerk knows; a department has to offer them."""
PAUSE_S = 0.4
"""On average between an answer and the next request; people take longer, and are more."""
WARM_UP_S, MEASURED_S = 10.0, 40.0
TARGETS = {"SQLite": 60, "PostgreSQL": 45}
"""Requests a second, at least, with P95_S at most and no error."""
P95_S = 1.0
DAYS: dict[str, dict[str, int]] = {
    "clerk": {
        "/departments/{department}/": 4,
        "/departments/{department}/?tab=staff": 2,
        "/departments/{department}/?tab=duties": 1,
        "/departments/{department}/overlap/": 1,
        "/sections/{section}/": 3,
        "/plans/{plan}/": 4,
        "/plans/{plan}/?tab=duties": 1,
        "/plans/{plan}/?tab=evidence": 1,
        "/plans/": 2,
        "/todo/": 2,
        "/search/?q=预算": 1,
        "/imports/": 1,
        "/": 1,
    },
    "officer": {
        "/": 3,
        "/departments/": 3,
        "/search/?q=综合": 3,
        "/departments/{department}/": 4,
        "/sections/{section}/": 2,
        "/plans/?status=submitted": 2,
        "/plans/{plan}/": 3,
        "/plans/{plan}/?tab=rules": 1,
        "/data-health/": 1,
        "/todo/": 2,
        "/imports/": 1,
    },
    "leader": {
        "/todo/": 4,
        "/plans/{plan}/": 4,
        "/plans/{plan}/?tab=changes": 2,
        "/plans/{plan}/?tab=evidence": 2,
        "/": 2,
        "/departments/{department}/": 1,
    },
}
"""What each opens in a day, and how often beside the others: a clerk the own department and its plan,
an officer and a leader those of all departments.
"""


# -- The people -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """A department, sections of it, its newest draft, and the sections that can be moved in that."""

    department: int
    sections: list[int]
    plan: int
    moves: list[tuple[int, int]]
    """A section, and a big section to which it does not belong."""


@dataclass
class Person:
    """Who is logged in, and the places that they look at; with ``writes`` the share of writing."""

    role: str
    session: str
    places: list[Place]
    writes: float = 0.0
    seen: str = ""
    moved: bool = False


def stage() -> list[Person]:
    """Add the people to the database of DATABASE_URL and log them in."""
    from benchmarks.pages import configure

    configure(os.environ["DATA_DIR"])
    from django.test import Client

    from bigsection.accounts.models import User
    from departments.models import Department, Membership, Region

    places = list(_places(PEOPLE["clerk"]))
    region = Region.objects.order_by("code").first()
    share = WRITES * sum(PEOPLE.values()) / PEOPLE["clerk"]
    people: list[Person] = []
    for role, number in PEOPLE.items():
        for place in range(number):
            user = User.objects.create(username=f"load-{role}-{place}-{time.time_ns()}")
            own = places
            of: dict[str, Any] = {"region": region}
            if role == "clerk":
                own = [places[place]]
                department = Department.objects.get(pk=own[0].department)
                of = {"region": department.region, "department": department}
            Membership.objects.create(user=user, role=role, **of)
            client = Client()
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            session = client.cookies["sessionid"].value
            people.append(Person(role, session, own, share if role == "clerk" else 0.0))
    return people


def _places(number: int) -> Iterator[Place]:
    """The first departments with a draft that is about the structure of today."""
    from mergers.models import MergePlan, Placement, PlanStatus

    drafts = MergePlan.objects.filter(status=PlanStatus.DRAFT).exclude(outdated=True)
    newest = {plan.department_id: plan for plan in drafts.order_by("pk").select_related(None)}
    for plan in newest.values():
        placed = Placement.objects.filter(plan=plan).exclude(big_section=None)
        homes = dict(placed.values_list("section_id", "big_section_id"))
        moves = [(one, big) for one in homes for big in set(homes.values()) - {homes[one]}]
        if len(moves) < MOVES:
            continue
        yield Place(plan.department_id, list(homes), plan.pk, random.sample(moves, MOVES))
        number -= 1
        if not number:
            return


# -- One person at work ---------------------------------------------------------------------------
@dataclass
class Tally:
    """What came of the requests: seconds of each, by whether it wrote, and what went wrong."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


SECRET = "a" * 32  # of the CSRF cookie; a form may send it as it is
SEEN = re.compile(rb'name="seen" value="([^"]+)"')


class Browser:
    """One person's kept connection; opened again where the server has closed it."""

    def __init__(self, port: int, person: Person) -> None:
        self.port, self.person = port, person
        self.connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, form: dict[str, Any] | None = None) -> bytes:
        """The body of the answer; ValueError for one that is neither 200 nor a redirection."""
        body = urlencode({"csrfmiddlewaretoken": SECRET} | (form or {})).encode() if form else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
            f"Sec-Fetch-Site: same-origin\r\n"
            f"Cookie: sessionid={self.person.session}; csrftoken={SECRET}\r\n"
        )
        if form:
            head += "Content-Type: application/x-www-form-urlencoded\r\nHX-Request: true\r\n"
        asked = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        kept = self.connection is not None
        try:
            return await self._answer(asked, path)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.connection = None
            if not kept:
                raise
            return await self._answer(asked, path)  # the server had closed what was kept

    async def _answer(self, asked: bytes, path: str) -> bytes:
        if self.connection is None:
            self.connection = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self.connection
        writer.write(asked)
        lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        fields = dict(one.split(b": ", 1) for one in lines[1:] if one)
        body = await reader.readexactly(int(fields.get(b"content-length", 0)))
        if fields.get(b"connection") == b"close":
            writer.close()
            self.connection = None
        status = int(lines[0].split()[1])
        if status not in {200, 302}:
            raise ValueError(f"{status} {path}")
        return zlib.decompress(body, 31) if fields.get(b"content-encoding") == b"gzip" else body


async def work(person: Person, port: int, times: tuple[float, float], tally: Tally) -> None:
    """One person's requests until the end; those that begin in the measured time are counted."""
    begin, end = times
    browser, chance = Browser(port, person), random.Random(person.session)
    pages, weights = zip(*DAYS[person.role].items(), strict=True)
    await asyncio.sleep(chance.uniform(0, 2 * PAUSE_S))
    while (started := time.monotonic()) < end:
        writes = chance.random() < person.writes
        try:
            if writes and person.seen:
                await _edit(browser, chance)
            else:
                writes = False
                page = "/plans/{plan}/" if person.writes and not person.seen else ""
                await _open(browser, page or chance.choices(pages, weights)[0], chance)
        except (ValueError, ConnectionError, asyncio.IncompleteReadError) as error:
            tally.errors.append(f"{type(error).__name__} {error}")
        else:
            if started >= begin:
                (tally.writes if writes else tally.reads).append(time.monotonic() - started)
        await asyncio.sleep(chance.uniform(0, 2 * PAUSE_S))


async def _open(browser: Browser, page: str, chance: random.Random) -> None:
    place = chance.choice(browser.person.places)
    names = {"department": place.department, "plan": place.plan}
    path = page.format(section=chance.choice(place.sections), **names)
    text = await browser.send("GET", _quoted(path))
    if page == "/plans/{plan}/" and (found := SEEN.search(text)):
        browser.person.seen = found[1].decode()


async def _edit(browser: Browser, chance: random.Random) -> None:
    """Move a section to another big section, or take that back: what the page shows then tells what
    the next edit has seen.
    """
    person = browser.person
    place = person.places[0]
    section, to = chance.choice(place.moves)
    form = {"seen": person.seen, "tab": "overview"}
    path = f"/plans/{place.plan}/edit/{'undo' if person.moved else 'move'}/"
    moved = form if person.moved else form | {"section": section, "to": to}
    text = await browser.send("POST", path, moved)
    found = SEEN.search(text)
    if found is None:
        raise ValueError(f"nothing to edit after {path}")
    person.seen, person.moved = found[1].decode(), not person.moved


def _quoted(path: str) -> str:
    return re.sub(r"[^\x00-\x7f]", lambda one: "".join(f"%{b:02X}" for b in one[0].encode()), path)


# -- The server -----------------------------------------------------------------------------------
@contextmanager
def server(url: str, folder: str) -> Iterator[tuple[int, int]]:
    """The product's server on a database, as ``make run`` serves it: its port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"DATABASE_URL": url, "DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
    env |= {"HOST": "127.0.0.1", "PORT": str(port)}
    collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, env=env, check=True)
    code = (
        "import sys; from bigsection.launch.serving import serve;"
        "from bigsection.launch.address import read_address; sys.exit(serve(read_address()))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None  # noqa: S101
            process.stdout.readline()  # it says where it serves once it does
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def processor_seconds(parent: int) -> float:
    """What the web processes below a process have used so far; its workers do other work."""
    ticks: dict[int, int] = {}
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
            web = b"gunicorn" in (stat.parent / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        pid = int(stat.parent.name)
        ticks[pid] = sum(map(int, fields[11:15])) if web else 0  # with those that have ended
        below.setdefault(int(fields[1]), []).append(pid)
    total, found = 0, [parent]
    while found:
        total += ticks.get(pid := found.pop(), 0)
        found += below.get(pid, [])
    return total / os.sysconf("SC_CLK_TCK")


# -- The measurement ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Load:
    """What the server did: requests a second, seconds of the median and of 95 of 100, errors, share
    of requests that wrote, processor milliseconds of the web processes for each.
    """

    rate: float
    median: float
    p95: float
    writes_p95: float
    errors: int
    writes: float
    cpu_ms: float


def measure(url: str) -> Load:
    """Have the people work on a database."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"DATABASE_URL": url, "DATA_DIR": folder}
        staging = [sys.executable, __file__, "--stage"]
        done = subprocess.run(staging, env=env, stdout=subprocess.PIPE, check=True, text=True)
        people = [
            Person(**{**told, "places": [Place(**place) for place in told["places"]]})
            for told in json.loads(done.stdout.splitlines()[-1])
        ]
        with server(url, folder) as (port, process):
            return asyncio.run(_measure(people, port, process))


async def _measure(people: list[Person], port: int, process: int) -> Load:
    tally, begin = Tally(), time.monotonic() + WARM_UP_S
    end = begin + MEASURED_S
    working = [asyncio.create_task(work(one, port, (begin, end), tally)) for one in people]
    await asyncio.sleep(WARM_UP_S)
    before = processor_seconds(process)
    await asyncio.sleep(MEASURED_S)
    used = processor_seconds(process) - before
    await asyncio.gather(*working)
    for error in sorted(set(tally.errors))[:10]:
        print("error:", error, file=sys.stderr)
    seconds = sorted([*tally.reads, *tally.writes])
    writes = sorted(tally.writes)
    return Load(
        rate=len(seconds) / MEASURED_S,
        median=statistics.median(seconds),
        p95=seconds[int(0.95 * len(seconds))],
        writes_p95=writes[int(0.95 * len(writes))],
        errors=len(tally.errors),
        writes=len(writes) / len(seconds),
        cpu_ms=1000 * used / len(seconds),
    )


@contextmanager
def databases() -> Iterator[list[str]]:
    """One city on SQLite and on PostgreSQL, freshly made."""
    from bigsection.launch.postgres import throwaway_server

    with tempfile.TemporaryDirectory() as folder, throwaway_server() as postgres:
        urls = [f"sqlite:///{folder}/city.sqlite3", create_database(postgres, "city")]
        for url in urls:
            make(url, ["--regions", "1"])
        yield urls


def row(url: str, load: Load) -> str:
    """A line of the table."""
    kind = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    met = load.rate >= TARGETS[kind] and load.p95 <= P95_S and not load.errors
    cells = [kind, f"{load.rate:.0f}", f"≥ {TARGETS[kind]}", f"{1000 * load.median:.0f}"]
    cells += [
        f"{1000 * load.p95:.0f}",
        f"{1000 * load.writes_p95:.0f}",
        f"{100 * load.writes:.0f} %",
    ]
    return line([*cells, load.errors, f"{load.cpu_ms:.0f}", "yes" if met else "**no**"])


def main() -> None:
    """Write load.md and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", metavar="URL", action="append")
    parser.add_argument("--stage", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps([asdict(person) for person in stage()]))
        return
    if options.on:
        measured = {url: measure(url) for url in options.on}
    else:
        with databases() as urls:
            measured = {url: measure(url) for url in urls}
    heads = ["database", "requests/s", "must be", "median, ms", "95 of 100, ms", "writes, ms"]
    rows = [
        line([*heads, "writes", "errors", "CPU ms a request", "met"]),
        line(["---", *["---:"] * 8, "---"]),
        *(row(url, load) for url, load in measured.items()),
    ]
    text = [
        "# Fifty people at once",
        "",
        f"`python benchmarks/load.py`, {date.today().isoformat()}, {os.cpu_count()} cores, Python",
        f"{platform.python_version()}: {', '.join(f'{n} {role}s' for role, n in PEOPLE.items())}, a pause of",
        f"{PAUSE_S} s on average after each answer, {MEASURED_S:.0f} s after {WARM_UP_S:.0f} s of warming up. The web server, its",
        "workers, the database and those who ask share the cores. 95 of 100 answers must be there in",
        f"{P95_S:.0f} s; `writes, ms` is the same of the requests that write.",
    ]
    write(__file__, text, rows)


if __name__ == "__main__":
    main()
