"""Runs a worker: takes jobs from the database, and looks after those that lost their worker."""

import threading
from typing import Any

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from bigsection.jobs.housekeeping import start_thread
from bigsection.launch.private_files import make_private


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
            super().handle(**options)
        finally:
            stop.set()
            thread.join(timeout=5)
