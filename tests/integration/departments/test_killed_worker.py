"""A worker that is killed in the middle of an import leaves nothing half-written; another resumes.

Everything runs as its own process on a database file of its own: a test's transaction and a
database in memory are out of a worker's reach.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 5_000
PATIENCE = 60.0

SETUP = """
from django.utils import timezone
from bigsection.accounts.models import User
from departments.actions import imports
from departments.models import Membership, Region
region = Region.objects.create(code="990100", name="示例市")
officer = User.objects.create(username="officer")
Membership.objects.create(user=officer, role="officer", region=region)
data = open({path!r}, "rb").read()
imports.upload(
    file_name="花名册.xlsx", data=data, region=region, department=None, by=officer, at=timezone.now()
)
"""
CONFIRM = """
from django.utils import timezone
from departments.actions import imports
from departments.models import WorkbookImport
row = WorkbookImport.objects.get()
imports.confirm(workbook_import=row, by=row.uploaded_by, at=timezone.now())
"""


class Installation:
    """A database file with the commands and the worker that use it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "bigsection.sqlite3"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "JOB_LEASE_SECONDS": "1",
        }

    def manage(self, *arguments: str) -> None:
        """Run a management command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker in a process of its own."""
        command = [sys.executable, "manage.py", "work", "--no-startup-delay"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        worker = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, **quiet
        )
        self.workers.append(worker)
        return worker

    def ask(self, query: str) -> object:
        """One value of the database."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(query).fetchone()[0]

    def status(self) -> object:
        """Where the import stands."""
        return self.ask("SELECT status FROM departments_workbookimport")

    def people(self) -> object:
        """How many people are on the roster."""
        return self.ask("SELECT count(*) FROM departments_staffmember")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    for worker in made.workers:
        if worker.poll() is None:
            kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """kill -9, so that nothing can be tidied up."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds; fail after a minute."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited a minute in vain"
        time.sleep(0.02)


def write_roster(path: Path) -> None:
    """A roster that takes a second or two to read and write."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, ["部门*", "姓名*", "出生日期", "所在科室", "职务"])
        for number in range(PEOPLE):
            born = f"{1970 + number % 30}-01-{1 + number // 30 % 28:02d}"
            name = f"王{chr(0x4E00 + number // 840)}"
            sheet.write_row(number + 1, 0, ["示例市局", name, born, f"第{number % 9}科", "科员"])


def test_a_killed_import_is_not_half_written_and_the_next_worker_finishes_it(
    installation: Installation, tmp_path: Path
) -> None:
    roster = tmp_path / "花名册.xlsx"
    write_roster(roster)
    installation.manage("migrate", "--verbosity=0")
    installation.manage("shell", "--verbosity=0", "-c", SETUP.format(path=str(roster)))
    first = installation.start_worker()
    wait_for(lambda: installation.status() == "review")
    installation.manage("shell", "--verbosity=0", "-c", CONFIRM)
    running = "SELECT count(*) FROM jobs_job WHERE kind = 'apply_import' AND status = 'running'"
    wait_for(lambda: installation.ask(running) == 1)
    kill(first)
    assert installation.status() == "applying"
    assert installation.people() == 0
    installation.start_worker()
    wait_for(lambda: installation.status() == "applied")
    assert installation.people() == PEOPLE
    assert installation.ask("SELECT max(attempts) FROM jobs_job") == 2
