"""The worker's process: gentle when its jobs are long, renewed after many jobs or when it grew."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from bigsection.jobs.registry import Queue
from bigsection.launch.children import reap

SERVED = {**{queue.value: queue.value for queue in Queue}, "all": ",".join(Queue)}
"""The queues that a worker takes from, by what it is called."""
RENEWED = "WORKER_RENEWED"
"""The variable by which a fresh process knows that it has children of the former one."""
GENTLE = 10  # of 0 to 19: the pages and the short jobs go first where the cores are few


class Worker(DatabaseWorker):
    """Takes jobs until told to stop, or until ``worn``: then a fresh process is to go on."""

    worn = False

    def run_task(self, db_task_result: "DBTaskResult[Any, Any]") -> None:
        """Run one job; afterwards, with none in hand, see whether it is time to be renewed."""
        super().run_task(db_task_result)
        many, large = settings.WORKER_JOBS, settings.WORKER_MEMORY_MB
        if self.running and (0 < many <= self._run_tasks or 0 < large < resident_mb()):
            self.worn, self.running = True, False


def resident_mb() -> float:
    """The memory that this process holds now, in MiB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def make_gentle() -> None:
    """Let everything else on this machine go first."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, GENTLE)


def renew() -> NoReturn:
    """Become a fresh process of the same command: same parent, same number, no memory held."""
    os.environ[RENEWED] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 our own command


def settle() -> None:
    """After ``renew``: the former process left the server of its readers, which ends by itself."""
    if os.environ.pop(RENEWED, None):
        reap()
