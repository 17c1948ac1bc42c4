"""One parent for web server and worker: real processes, started, watched and stopped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TextIO

import pytest

from bigsection.launch.project import ROOT
from bigsection.launch.supervisor import Program

DRIVER = """
    import sys
    from pathlib import Path
    from bigsection.launch import supervisor

    place, web, worker = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    supervisor.GRACE_SECONDS = 1.0
    sys.exit(
        supervisor.Supervisor(
            web=supervisor.Program("web", [sys.executable, "-c", web, str(place)], {}),
            workers=[supervisor.Program("worker", [sys.executable, "-c", worker, str(place)], {})],
            is_serving=(place / "web").exists,
            announce=(place / "announced").touch,
        ).run()
    )
"""
SAY_PID = """
import os, signal, sys
from pathlib import Path
place = Path(sys.argv[1])
(place / NAME).touch()
WAY
says = (place / "said").open("w")
print(NAME, os.getpid(), file=says, flush=True)
while True:
    signal.pause()
"""
"""A child that says its name and process id, and keeps the pipe open for as long as it lives."""
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def program(name: str, way: str = "") -> str:
    return SAY_PID.replace("NAME", repr(name)).replace("WAY", way)


class Parent:
    """A supervisor in a process of its own, and what its children say."""

    def __init__(self, place: Path, web: str, worker: str) -> None:
        self.place = place
        os.mkfifo(place / "said")
        command = [sys.executable, "-c", textwrap.dedent(DRIVER), str(place), web, worker]
        self.process = subprocess.Popen(command, cwd=ROOT)
        self.children: list[int] = []

    @cached_property
    def said(self) -> TextIO:
        """Opens when the first child speaks, and ends with the last of them."""
        return (self.place / "said").open()

    def heard(self, name: str) -> int:
        """The process id of the child that speaks next, which has this name."""
        speaker, pid = self.said.readline().split()
        assert speaker == name
        self.children.append(int(pid))
        return self.children[-1]

    def end(self) -> None:
        """Kill whatever is left of it."""
        self.process.kill()
        self.process.wait()
        for pid in filter(is_running, self.children):
            os.kill(pid, signal.SIGKILL)
        if "said" in vars(self):
            self.said.close()


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., Parent]]:
    """Starts a parent with its two children; whatever is left at the end is killed."""
    parents: list[Parent] = []

    def begin(web: str = "", worker: str = "") -> Parent:
        parents.append(Parent(tmp_path, web or program("web"), worker or program("worker")))
        return parents[-1]

    yield begin
    for parent in parents:
        parent.end()


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_both_children_and_is_a_success(start, tmp_path, signum):
    parent = start()
    children = parent.heard("web"), parent.heard("worker")
    parent.process.send_signal(signum)
    assert parent.process.wait() == 0
    assert [pid for pid in children if is_running(pid)] == []
    assert (tmp_path / "announced").exists()


@pytest.mark.slow
def test_a_child_that_ignores_the_request_is_killed_after_the_grace_period(start):
    parent = start(worker=program("worker", STUBBORN))
    children = parent.heard("web"), parent.heard("worker")
    parent.process.terminate()
    assert parent.process.wait() == 0
    assert [pid for pid in children if is_running(pid)] == []


@pytest.mark.slow
def test_a_worker_that_died_is_started_again(start):
    parent = start()
    parent.heard("web")
    os.kill(parent.heard("worker"), signal.SIGKILL)
    assert is_running(parent.heard("worker"))
    assert parent.process.poll() is None


def test_a_web_server_that_cannot_start_ends_it_all(start, tmp_path):
    parent = start(web="raise SystemExit(3)")
    assert parent.process.wait() == 1
    assert not (tmp_path / "worker").exists()
    assert not (tmp_path / "announced").exists()


def test_a_web_server_that_dies_takes_the_worker_with_it(start):
    parent = start()
    web, worker = parent.heard("web"), parent.heard("worker")
    os.kill(web, signal.SIGKILL)
    assert parent.process.wait() == 1
    assert not is_running(worker)


def test_a_killed_parent_leaves_no_children(start):
    parent = start()
    parent.heard("web")
    parent.heard("worker")
    parent.process.kill()
    assert parent.said.read() == ""  # the pipe ends with the last who holds it


def test_a_worker_that_dies_at_once_again_and_again_waits_longer_each_time():
    worker = Program("worker", ["true"], {})
    worker.started_at = time.monotonic()
    assert [worker.pause_before_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_worker_that_lived_long_is_started_again_at_once():
    worker = Program("worker", ["true"], {}, quick_deaths=4)
    worker.started_at = time.monotonic() - 3600
    assert worker.pause_before_restart() == 0
    assert worker.quick_deaths == 0
