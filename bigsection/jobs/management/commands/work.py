"""Runs a worker: takes jobs from the database, and looks after those that lost their worker."""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from bigsection.jobs.housekeeping import start_thread
from bigsection.launch.private_files import make_private
from bigsection.web.outage import is_outage

log = logging.getLogger(__name__)
SECONDS_TO_WAIT = 3


class Command(DatabaseWorker):
    help = "Run a worker: background jobs, take-over from dead workers, clearing of old uploads."

    def handle(self, **options: Any) -> None:
        """Work until told to stop; looks for new jobs a few times a second."""
        if options["interval"] == 1:
            options["interval"] = 0.3
        make_private(settings.DATA_DIR)
        stop = threading.Event()
        thread = start_thread(stop)
        try:
            while not self._worked(**options):
                time.sleep(SECONDS_TO_WAIT)
        finally:
            stop.set()
            thread.join(timeout=5)

    def _worked(self, **options: Any) -> bool:
        """Work to the end; False when the database went away, for which a worker waits."""
        try:
            super().handle(**options)
        except DatabaseError as error:
            if not is_outage(error):
                raise
            log.warning("the database is away: %s", str(error).strip())
            connections.close_all()
            return False
        return True
