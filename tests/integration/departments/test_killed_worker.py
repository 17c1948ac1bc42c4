"""A worker that is killed in the middle of an import leaves nothing half-written; another resumes.

Everything runs as its own process on a database file of its own: a test's transaction and a
database in memory are out of a worker's reach.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 50

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


WORKER = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from bigsection.jobs import housekeeping, running
from departments.actions import import_runs

says = os.fdopen(int(sys.argv[1]), "w", buffering=1)
take, finish = import_runs.take, running._finish

def written_and_no_further(*args, **kwargs):
    take(*args, **kwargs)
    print("written, not committed", file=says)
    signal.pause()

def finished(job, *args):
    finish(job, *args)
    print("finished", job.kind, file=says)

running._finish = finished
if sys.argv[2] == "stops in the middle":
    import_runs.take = written_and_no_further
else:
    housekeeping.SECONDS_BETWEEN_ROUNDS = 0.1
call_command("work", "--queue", "short", "--no-startup-delay")
"""
"""A worker that says on a pipe what it has done. It stops before an import is committed, or else
looks for lost jobs all the time.
"""


class Worker:
    """A worker in a process of its own, in a session of its own."""

    def __init__(self, environment: dict[str, str], way: str) -> None:
        reads, writes = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(writes), way],
            cwd=ROOT,
            env=environment | {"DJANGO_SETTINGS_MODULE": "bigsection.settings"},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            pass_fds=[writes],
        )
        os.close(writes)
        self.says = os.fdopen(reads)

    def heard(self) -> str:
        """What it says next, whenever that is; nothing when it has ended."""
        return self.says.readline().strip()

    def kill(self) -> None:
        """kill -9, so that nothing can be tidied up."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.says.close()


class Installation:
    """A database file with the commands and the workers that use it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "bigsection.sqlite3"
        self.workers: list[Worker] = []
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "JOB_LEASE_SECONDS": "3600",  # no load is so heavy that a living worker loses its job
            "WORKER_JOBS": "1",  # the worker that reads the file is a fresh one when it writes
        }

    def manage(self, *arguments: str) -> None:
        """Run a management command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start_worker(self, way: str = "") -> Worker:
        """Start a worker, as it is or "stops in the middle"."""
        self.workers.append(Worker(self.environment, way))
        return self.workers[-1]

    def ask(self, query: str) -> object:
        """One value of the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchone()[0]

    def let_leases_pass(self) -> None:
        """As if the time that a worker has to be heard of had gone by."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(
                "UPDATE jobs_job SET lease_until = '2000-01-01' WHERE lease_until > 0"
            )

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
        worker.kill()


def write_roster(path: Path) -> None:
    """A roster of PEOPLE people in nine sections."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, ["部门*", "姓名*", "出生日期", "所在科室", "职务"])
        for number in range(PEOPLE):
            born = f"{1970 + number % 30}-01-{1 + number // 30 % 28:02d}"
            name = f"王{chr(0x4E00 + number // 840)}"
            sheet.write_row(number + 1, 0, ["示例市局", name, born, f"第{number % 9}科", "科员"])


@pytest.mark.slow
def test_a_killed_import_is_not_half_written_and_the_next_worker_finishes_it(
    installation: Installation, tmp_path: Path
) -> None:
    roster = tmp_path / "花名册.xlsx"
    write_roster(roster)
    installation.manage("migrate", "--verbosity=0")
    installation.manage("shell", "--verbosity=0", "-c", SETUP.format(path=str(roster)))
    first = installation.start_worker("stops in the middle")
    assert first.heard() == "finished read_import"
    assert installation.status() == "review"
    installation.manage("shell", "--verbosity=0", "-c", CONFIRM)
    assert first.heard() == "written, not committed"
    first.kill()
    assert installation.status() == "applying"
    assert installation.people() == 0
    installation.let_leases_pass()
    second = installation.start_worker()
    assert second.heard() == "finished apply_import"
    assert installation.status() == "applied"
    assert installation.people() == PEOPLE
    assert installation.ask("SELECT max(attempts) FROM jobs_job") == 2
