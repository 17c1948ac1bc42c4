"""Gunicorn's configuration, for two cores."""

import gc
import importlib
import os
import threading
from pathlib import Path

from bigsection.launch.address import read_address

bind = read_address().bind
wsgi_app = "bigsection.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
# After so many a process gives way to a fresh one.
max_requests = int(os.environ.get("WEB_REQUESTS", "3000"))
max_requests_jitter = max_requests // 5  # not all at once
preload_app = True  # one import for all processes: faster start, shared memory
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True  # nobody steers it; the file would lie in the user's HOME
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 heartbeat off disk
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")

PLANNER = ("planner.solver", "similarity.overlap", "similarity.evidence")


def when_ready(arbiter: object) -> None:
    """Leave what is loaded out of every collection of garbage, before the processes part: none goes
    through it again, and it stays in the memory that they share.
    """
    gc.collect()
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """Load the planner's arithmetic behind the start, so that the first matrix need not wait."""
    threading.Thread(
        target=lambda: list(map(importlib.import_module, PLANNER)), daemon=True
    ).start()
