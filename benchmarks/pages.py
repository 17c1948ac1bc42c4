"""Counts what a page of a plan costs: JSON parses, model builds, SQL queries, processor time.

Run: python benchmarks/pages.py
Writes pages.md, with how long the pages with most to draw take. Departments of 18 and 60 sections by a fixed recipe, in a database of their own;
each has its proven plan, once as it was solved and once with a duty moved out of its section.
tests/integration/mergers/test_page_costs.py holds the counts.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.overlap import make_sections
from benchmarks.report import line, write

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from bigsection.accounts.models import User
    from departments.models import Department
    from mergers.models import MergePlan

COUNTED = {
    "parses": ("planner.fileio:problem_from_json",),
    "builds": ("planner.model:build_model",),
}
"""What reads the JSON stored with a plan into typed values, and what builds the planner's model;
a method is written ``module:Class.method``."""
TABS = ["overview", "duties", "evidence", "rules", "changes", "chart", "questions", "record"]
QUESTIONS = ["curve", "alternatives", "pareto", "why-not", "prices", "stability", "near", "moves"]
PAGES = {"plan page": TABS, "question page": QUESTIONS, "one edit": TABS}
TARGETS = {"plan page": (1, 1, 15), "question page": (1, 1, 10), "one edit": (1, 2, 25)}
"""At most so many parses, model builds and queries."""
STATES = ("as solved", "a duty moved")
SIZES = (18, 60)
LARGE = 500
SPEED_MS = {"matrix": 300, "questions tab": 500, "one move": 300, "picture": 5_000}
"""Within so many milliseconds of processor time a page is there: of a department of 60 sections the
overlap matrix, the tab of questions before their answers, the worst tab after a move; and the PNG of
a chart of LARGE sections.
"""
ROUNDS = 7
ANSWER_SECONDS = 5.0
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@dataclass
class Cost:
    """What one request took; ``seconds`` of this process's processor time."""

    parses: int = 0
    builds: int = 0
    queries: int = 0
    seconds: float = 0.0

    @property
    def counts(self) -> tuple[int, int, int]:
        """Parses, model builds and queries."""
        return self.parses, self.builds, self.queries


@dataclass(frozen=True)
class Row:
    """The cost of one kind of request for one of its pages (the tab, the question)."""

    request: str
    page: str
    sections: int
    state: str
    cost: Cost


# -- Counting -----------------------------------------------------------------------------------
@contextmanager
def counting() -> Iterator[Cost]:
    """Count the calls of COUNTED and the SQL queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cost = Cost()
    with ExitStack() as stack:
        for kind, places in COUNTED.items():
            for place in places:
                stack.enter_context(_counted(place, kind, cost))
        with CaptureQueriesContext(connection) as queries:
            yield cost
    cost.queries = len(queries)


@contextmanager
def _counted(place: str, kind: str, cost: Cost) -> Iterator[None]:
    """Have a counter in the place of a function, in whatever module holds it by whatever name."""
    module, _, path = place.partition(":")
    *classes, name = path.split(".")
    owner: Any = functools.reduce(getattr, classes, importlib.import_module(module))
    kept = vars(owner)[name]
    function = getattr(kept, "__func__", kept)  # of a classmethod

    @functools.wraps(function)
    def counter(*args: Any, **kwargs: Any) -> Any:
        setattr(cost, kind, getattr(cost, kind) + 1)
        return function(*args, **kwargs)

    counted = counter if function is kept else type(kept)(counter)
    _replace(owner, kept, counted)
    yield
    _replace(owner, counted, kept)  # also in modules that were imported meanwhile


def _replace(owner: Any, old: Any, new: Any) -> None:
    for holder in [owner] if isinstance(owner, type) else list(sys.modules.values()):
        for name, value in list(getattr(holder, "__dict__", {}).items()):
            if value is old:
                setattr(holder, name, new)


# -- The departments and their plans ------------------------------------------------------------
def make_department(size: int) -> Department:
    """A department of ``size`` sections in three lines, with duties, hours and people."""
    from departments.models import WorkItem
    from tests.factories import DepartmentFactory, DutyFactory, SectionFactory

    rng = random.Random(size)
    department = DepartmentFactory.create(name=f"示例{size}科局")
    for position, (name, texts) in enumerate(make_sections(size)):
        people = rng.randint(2, 6)
        section = SectionFactory.create(
            department=department,
            name=f"{name[:-1]}{position + 1}科",
            lines=[f"战线{position % 3 + 1}"],
            headcount=people,
            quota=people + 1,
            position=position,
        )
        for place, text in enumerate(texts):
            duty = DutyFactory.create(section=section, text=text, position=place)
            hours = {"2025": rng.randint(100, 900)}
            WorkItem.objects.create(
                section=section, duty=duty, matter=text, counts=hours, hours_per_unit=1
            )
    return department


def make_plan(department: Department, by: User, state: str) -> MergePlan:
    """The proven plan of a department, ten big sections of eighteen, in one of STATES."""
    from departments.models import Duty
    from mergers.actions import duty_edits, plans
    from mergers.planning import PlanRequest

    count = round(department.sections.count() * 10 / 18)
    request = PlanRequest(count=count, same_line=True)
    (plan,) = plans.propose(department=department, request=request, by=by, at=NOON)
    assert plan.proven  # noqa: S101
    if state == "a duty moved":
        section = together(plan)[0]
        others = plan.big_sections.exclude(placements__section_id=section)
        duties = list(Duty.objects.filter(section_id=section)[:1])
        duty_edits.move_duties(plan=plan, duties=duties, to=others[0], by=by, at=NOON)
    return plan


def together(plan: MergePlan) -> list[int]:
    """The sections of the first big section that joins several."""
    bigs = plan.big_sections.order_by("pk").prefetch_related("placements")
    return next(
        sorted(place.section_id for place in big.placements.all())
        for big in bigs
        if len(big.placements.all()) > 1
    )


def pair_apart(plan: MergePlan) -> dict[str, str]:
    """Two sections that the plan does not join, as arguments of why-not."""
    first, *others = plan.placements.order_by("section_id")
    other = next(place for place in others if place.big_section_id != first.big_section_id)
    return {"a": str(first.section_id), "b": str(other.section_id)}


def answer_all(plan: MergePlan) -> None:
    """Have every question answered as far as ANSWER_SECONDS go, and the answers kept.

    They count as settled: that is all the time there is.
    """
    from django.conf import settings
    from django.utils import timezone

    from mergers.actions import answers

    settings.PLANNER_TIME_LIMIT_S = ANSWER_SECONDS
    for name in QUESTIONS:
        one = answers.inquiry(plan, name, pair_apart(plan))
        answers.answer_within(one, ANSWER_SECONDS, at=timezone.now())


# -- The requests -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Browser:
    """A person before one plan; ``moving`` is the section that the edits move to and fro."""

    client: Client
    plan: MergePlan
    moving: int

    def prepare(self, request: str, page: str) -> Callable[[], HttpResponse]:
        """Make a request of PAGES ready to be sent, so that it can be measured alone."""
        address = f"/plans/{self.plan.pk}/"
        if request == "plan page":
            return partial(self.client.get, address, {"tab": page})
        if request == "question page":
            given = pair_apart(self.plan) if page == "why-not" else {}
            return partial(self.client.get, f"{address}questions/{page}/", given)
        from mergers.domain.arrangement import read
        from mergers.domain.plan_version import version_of

        self.plan.refresh_from_db()
        seen = version_of(self.plan, read(self.plan))
        now = self.plan.placements.get(section_id=self.moving).big_section_id
        to = self.plan.big_sections.exclude(pk=now).order_by("-pk")[0].pk
        sent = {"section": self.moving, "to": to, "tab": page, "seen": seen}
        return partial(
            self.client.post, f"{address}edit/move/", sent, headers={"HX-Request": "true"}
        )

    def count(self, request: str, page: str) -> Cost:
        """Make a request and count; an answer other than 200 is an error."""
        send = self.prepare(request, page)
        with counting() as cost:
            response = send()
        assert response.status_code == 200, (request, page, response.status_code)  # noqa: S101
        return cost

    def seconds(self, request: str, page: str) -> float:
        """The median processor time of ROUNDS requests, with nothing that counts."""
        return _median_seconds(partial(self.prepare, request, page))


def _median_seconds(prepare: Callable[[], Callable[[], HttpResponse]]) -> float:
    spent = []
    for _ in range(ROUNDS):
        send = prepare()
        started = time.process_time()
        response = send()
        spent.append(time.process_time() - started)
        assert response.status_code == 200, response.status_code  # noqa: S101
    return statistics.median(spent)


def browser_before(plan: MergePlan, client: Client) -> Browser:
    """A logged-in client before a plan all of whose questions are answered."""
    answer_all(plan)
    return Browser(client, plan, together(plan)[-1])


# -- The tables ---------------------------------------------------------------------------------
def prepare_django(folder: str) -> None:
    """Django on a freshly migrated SQLite file."""
    os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "DATA_DIR": folder}
    configure(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def configure(folder: str) -> None:
    """Django on the database of DATABASE_URL, with static files as they lie in the checkout."""
    os.environ |= {"STATIC_ROOT": folder, "DJANGO_SETTINGS_MODULE": "bigsection.settings"}
    import django
    from django.conf import settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()


def officer_and_client() -> tuple[User, Client]:
    """An officer of a region, and the browser in which they are logged in."""
    from django.test import Client

    from departments.models import Role
    from tests.factories import MembershipFactory, RegionFactory, UserFactory

    by = UserFactory.create()
    MembershipFactory.create(user=by, role=Role.OFFICER, region=RegionFactory.create())
    client = Client()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    return by, client


def measure(by: User, client: Client) -> Iterator[Row]:
    """Every page of every plan; the edits come last, for the other pages show the plan as made."""
    for size in SIZES:
        department = make_department(size)
        for state in STATES:
            browser = browser_before(make_plan(department, by, state), client)
            for request, pages in PAGES.items():
                for page in pages:
                    cost = browser.count(request, page)
                    cost.seconds = browser.seconds(request, page)
                    yield Row(request, page, size, state, cost)


def measure_speed(rows: list[Row], client: Client) -> dict[str, float]:
    """Seconds of processor time of each of SPEED_MS; what ``measure`` has measured is taken from it."""
    from departments.models import Department

    def worst(request: str, pages: list[str]) -> float:
        return max(
            row.cost.seconds
            for row in rows
            if (row.request, row.sections) == (request, max(SIZES)) and row.page in pages
        )

    department = Department.objects.get(name=f"示例{max(SIZES)}科局")
    matrix = f"/departments/{department.pk}/overlap/"
    picture = f"/departments/{make_department(LARGE).pk}/chart.png"
    return {
        "matrix": _median_seconds(lambda: partial(client.get, matrix)),
        "questions tab": worst("plan page", ["questions"]),
        "one move": worst("one edit", TABS),
        "picture": _median_seconds(lambda: partial(client.get, picture)),
    }


def speed(seconds: dict[str, float]) -> Iterator[str]:
    """One line for each of SPEED_MS."""
    yield "| page | ms | must be | met |"
    yield "|---|---:|---:|---|"
    for page, limit in SPEED_MS.items():
        took = 1000 * seconds[page]
        yield line([page, f"{took:.0f}", f"≤ {limit}", "yes" if took <= limit else "**no**"])


def summary(rows: list[Row]) -> Iterator[str]:
    """One line for each kind of request and plan: the most of its pages, beside the target."""
    yield "| request | sections | plan | parses | model builds | queries | ms | must be | met |"
    yield "|---|---:|---|---:|---:|---:|---:|---|---|"
    for request, target in TARGETS.items():
        for size in SIZES:
            for state in STATES:
                costs = [
                    row.cost
                    for row in rows
                    if (row.request, row.sections, row.state) == (request, size, state)
                ]
                most = [max(counts) for counts in zip(*(c.counts for c in costs), strict=True)]
                met = all(count <= limit for count, limit in zip(most, target, strict=True))
                slowest = 1000 * max(cost.seconds for cost in costs)
                cells = [request, size, state, *most, f"{slowest:.0f}"]
                limits = "{} · {} · ≤ {}".format(*target)
                yield line([*cells, limits, "yes" if met else "**no**"])


def details(rows: list[Row]) -> Iterator[str]:
    """One line for each page, its figures in the order of SIZES and STATES."""
    plans = [f"{size}, {state}" for size in SIZES for state in STATES]
    yield line(["request", "page", *plans])
    yield line(["---"] * (2 + len(plans)))
    for request, pages in PAGES.items():
        for page in pages:
            costs = [row.cost for row in rows if (row.request, row.page) == (request, page)]
            figures = [
                f"{c.parses} · {c.builds} · {c.queries}, {1000 * c.seconds:.0f} ms" for c in costs
            ]
            yield line([request, page, *figures])


def main() -> None:
    """Write pages.md and print its first tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare_django(folder)
        by, client = officer_and_client()
        rows = list(measure(by, client))
        seconds = measure_speed(rows, client)
    table = [*summary(rows), "", *speed(seconds)]
    text = [
        "# What a page of a plan costs",
        "",
        f"`python benchmarks/pages.py`, {date.today().isoformat()}, {os.cpu_count()} cores, Python",
        f"{platform.python_version()}, SQLite. Through Django's test client: how often JSON that is",
        "stored with a plan is read into typed values, how often the planner's model is built, SQL",
        "queries (those of session and person included), and the median processor time. Departments",
        "by a fixed recipe, ten big sections of eighteen; a question is one whose answer is kept; an",
        "edit moves a section and answers with the open tab. Of each kind, the worst page counts.",
        f"Then, of {max(SIZES)} sections, the overlap matrix, the tab of questions before their answers,",
        f"the worst tab after a move; and the PNG of a chart of {LARGE} sections:",
    ]
    each = ["Each page: parses · model builds · queries, milliseconds.", "", *details(rows), ""]
    write(__file__, text, table, each)


if __name__ == "__main__":
    main()
