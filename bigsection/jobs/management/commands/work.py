"""Runs a worker: takes jobs from the database, and looks after those that lost their worker."""

import logging
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorkerCommand

from bigsection.jobs.housekeeping import start_thread
from bigsection.jobs.registry import Queue
from bigsection.jobs.worker import SERVED, Worker, make_gentle, renew, settle
from bigsection.launch.private_files import make_private
from bigsection.web.outage import is_outage

log = logging.getLogger(__name__)
SECONDS_TO_WAIT = 3
SECONDS_BETWEEN_LOOKS = 0.3
TAKEN_OVER = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")


class Command(DatabaseWorkerCommand):
    help = "Run a worker: background jobs, take-over from dead workers, clearing of old uploads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what the task library's worker does not know."""
        super().add_arguments(parser)
        parser.set_defaults(interval=SECONDS_BETWEEN_LOOKS, queue_name="")
        parser.add_argument(
            "--queue",
            choices=list(SERVED),
            default="all",
            help="which jobs: short (imports), long (the planner), or all (default)",
        )

    def handle(self, **options: Any) -> None:
        """Work until told to stop; a worker that is worn goes on as a fresh process."""
        self.configure_logging(options["verbosity"])
        make_private(settings.DATA_DIR)
        settle()
        if options["queue"] == Queue.LONG:
            make_gentle()
        stop = threading.Event()
        thread = start_thread(stop)
        try:
            while (worker := self._worked(**options)) is None:
                time.sleep(SECONDS_TO_WAIT)
        finally:
            stop.set()
            thread.join(timeout=5)
        if worker.worn:
            renew()

    def _worked(self, **options: Any) -> Worker | None:
        """Work to the end; None when the database went away, for which a worker waits."""
        served = options["queue_name"] or SERVED[options["queue"]]
        worker = Worker(
            queue_names=served.split(","),
            excluded_queue_names=list(filter(None, options["exclude_queues"].split(","))),
            **{name: options[name] for name in TAKEN_OVER},
        )
        try:
            if options["reload"]:  # for development: the task library's own, which is never worn
                super().handle(**options | {"queue_name": served})
            else:
                worker.configure_signals()
                worker.run()
        except DatabaseError as error:
            if not is_outage(error):
                raise
            log.warning("the database is away: %s", str(error).strip())
            connections.close_all()
            return None
        return worker
