"""One parent for web server and worker: real processes, started, watched and stopped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bigsection.launch.project import ROOT
from bigsection.launch.supervisor import Program

PATIENCE_SECONDS = 15.0

DRIVER = """
    import sys
    from pathlib import Path
    from bigsection.launch import supervisor

    place, web, worker = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    supervisor.GRACE_SECONDS = 1.0
    sys.exit(
        supervisor.Supervisor(
            web=supervisor.Program("web", [sys.executable, "-c", web, str(place)], {}),
            worker=supervisor.Program("worker", [sys.executable, "-c", worker, str(place)], {}),
            is_serving=(place / "web").exists,
            announce=(place / "announced").touch,
        ).run()
    )
"""
NOTE_PID = """
import os, signal, sys, time
from pathlib import Path
with (Path(sys.argv[1]) / NAME).open("a") as pids:
    pids.write(f"{os.getpid()}\\n")
"""
SLEEP = "time.sleep(60)"
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def program(name: str, then: str = SLEEP) -> str:
    return NOTE_PID.replace("NAME", repr(name)) + then


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a parent with its two children; whatever is left at the end is killed."""
    parents: list[subprocess.Popen[bytes]] = []

    def begin(web: str = "", worker: str = "") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", textwrap.dedent(DRIVER), str(tmp_path)]
        command += [web or program("web"), worker or program("worker")]
        parents.append(subprocess.Popen(command, cwd=ROOT))
        return parents[-1]

    yield begin
    for parent in parents:
        parent.kill()
        parent.wait()
    for pid in pids(tmp_path, "web") + pids(tmp_path, "worker"):
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)


def pids(place: Path, name: str) -> list[int]:
    file = place / name
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def wait_until_both_run(place: Path) -> tuple[int, int]:
    wait_until(lambda: (place / "announced").exists() and pids(place, "worker"))
    return pids(place, "web")[0], pids(place, "worker")[0]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_both_children_and_is_a_success(start, tmp_path, signum):
    parent = start()
    children = wait_until_both_run(tmp_path)
    parent.send_signal(signum)
    assert parent.wait(PATIENCE_SECONDS) == 0
    assert [pid for pid in children if is_running(pid)] == []


def test_a_child_that_ignores_the_request_is_killed_after_the_grace_period(start, tmp_path):
    parent = start(worker=program("worker", STUBBORN))
    children = wait_until_both_run(tmp_path)
    time.sleep(0.2)  # until it ignores the signal
    parent.terminate()
    assert parent.wait(PATIENCE_SECONDS) == 0
    assert [pid for pid in children if is_running(pid)] == []


def test_a_worker_that_died_is_started_again(start, tmp_path):
    parent = start()
    _, worker = wait_until_both_run(tmp_path)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(pids(tmp_path, "worker")) == 2)
    assert parent.poll() is None
    assert is_running(pids(tmp_path, "worker")[1])


def test_a_web_server_that_cannot_start_ends_it_all(start, tmp_path):
    parent = start(web="raise SystemExit(3)")
    assert parent.wait(PATIENCE_SECONDS) == 1
    assert pids(tmp_path, "worker") == []
    assert not (tmp_path / "announced").exists()


def test_a_web_server_that_dies_takes_the_worker_with_it(start, tmp_path):
    parent = start()
    web, worker = wait_until_both_run(tmp_path)
    os.kill(web, signal.SIGKILL)
    assert parent.wait(PATIENCE_SECONDS) == 1
    assert not is_running(worker)


def test_a_killed_parent_leaves_no_children(start, tmp_path):
    parent = start()
    children = wait_until_both_run(tmp_path)
    parent.kill()
    wait_until(lambda: not any(is_running(pid) for pid in children))


def test_a_worker_that_dies_at_once_again_and_again_waits_longer_each_time():
    worker = Program("worker", ["true"], {})
    worker.started_at = time.monotonic()
    assert [worker.pause_before_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_worker_that_lived_long_is_started_again_at_once():
    worker = Program("worker", ["true"], {}, quick_deaths=4)
    worker.started_at = time.monotonic() - 3600
    assert worker.pause_before_restart() == 0
    assert worker.quick_deaths == 0
