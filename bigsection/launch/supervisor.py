"""The parent of the web server and the workers: starts them, watches them, stops them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from bigsection.launch.children import end_with_parent
from bigsection.launch.messages import say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 20.0  # a worker may finish what it is doing; then it is killed, and resumes later
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.1


@dataclass
class Program:
    """A command that is kept running."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    restart_at: float | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the parent alone."""
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.env),
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )
        self.started_at = time.monotonic()
        self.restart_at = None

    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def send(self, signum: int) -> None:
        """Send a signal to it; nothing happens when it has ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)

    def kill_all(self) -> None:
        """Kill it and whatever it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def pause_before_restart(self) -> float:
        """Seconds to wait: none after a healthy life, longer with every quick death."""
        lived = time.monotonic() - self.started_at
        self.quick_deaths = 0 if lived >= HEALTHY_AFTER_SECONDS else self.quick_deaths + 1
        return (
            min(LONGEST_PAUSE_SECONDS, 2.0 ** (self.quick_deaths - 1)) if self.quick_deaths else 0.0
        )


@dataclass
class Supervisor:
    """Runs ``web`` and ``workers`` until told to stop, or until the web server ends."""

    web: Program
    workers: Sequence[Program]
    is_serving: Callable[[], bool]
    announce: Callable[[], None]
    stopping: bool = field(default=False, init=False)
    urgent: bool = field(default=False, init=False)

    def run(self) -> int:
        """Return 0 after a stop that was asked for, 1 when the web server ended by itself."""
        before = {signum: signal.signal(signum, self._on_signal) for signum in STOP_SIGNALS}
        try:
            self.web.start()
            if self._wait_until_serving():
                for worker in self.workers:
                    worker.start()
                self.announce()
                self._watch()
            return 0 if self.stopping else 1
        finally:
            self._stop_all()
            for signum, handler in before.items():
                signal.signal(signum, handler)

    def _on_signal(self, signum: int, frame: FrameType | None) -> None:
        self.urgent = self.stopping and signum == signal.SIGINT  # Ctrl-C a second time
        self.stopping = True

    def _wait_until_serving(self) -> bool:
        while not (self.stopping or self.web.has_ended()):
            if self.is_serving():
                return True
            time.sleep(LOOK_EVERY_SECONDS)
        return False

    def _watch(self) -> None:
        while not (self.stopping or self.web.has_ended()):
            for worker in filter(Program.has_ended, self.workers):
                _start_again(worker)
            time.sleep(LOOK_EVERY_SECONDS)

    def _stop_all(self) -> None:
        """Ask all to end, wait for as long as is decent, then see to it."""
        programs = (self.web, *self.workers)
        for program in programs:
            program.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and not self.urgent:
            if all(program.process is None or program.has_ended() for program in programs):
                break
            time.sleep(LOOK_EVERY_SECONDS)
        for program in programs:
            program.kill_all()


def _start_again(worker: Program) -> None:
    """Start a worker that has ended, once it has waited long enough."""
    if worker.restart_at is None:
        pause = worker.pause_before_restart()
        worker.restart_at = time.monotonic() + pause
        say(
            f"后台进程 {worker.name} 已退出，{pause:.0f} 秒后重启 · "
            f"the worker {worker.name} has ended, it starts again in {pause:.0f} s"
        )
    if time.monotonic() >= worker.restart_at:
        worker.start()
