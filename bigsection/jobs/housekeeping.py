"""What a worker does besides jobs: take over from dead workers, and the chores of applications."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from bigsection.jobs.registry import kinds
from bigsection.jobs.running import queue_forgotten, recover_lost
from bigsection.web.outage import is_outage

log = logging.getLogger(__name__)
SECONDS_BETWEEN_ROUNDS = 15
Chore = Callable[[datetime], object]
CHORES: list[Chore] = []


def chore(function: Chore) -> Chore:
    """Register a function of the present moment that a worker calls every few seconds; it must be
    cheap when there is nothing to do, and safe to run on several machines at once.
    """
    CHORES.append(function)
    return function


def one_round(at: datetime) -> None:
    """Queue lost and forgotten jobs again and do every chore; one that fails does not keep the
    others.
    """
    kinds()  # loads the jobs of every application, beside which its chores stand
    for work in (lambda at: recover_lost(at=at), lambda at: queue_forgotten(at=at), *CHORES):
        try:
            work(at)
        except Exception as error:
            if is_outage(error):
                log.warning("chores wait for the database")
                return
            log.exception("a chore failed")


def start_thread(stop: threading.Event) -> threading.Thread:
    """Do rounds beside the worker until ``stop`` is set."""

    def rounds() -> None:
        while True:
            close_old_connections()
            one_round(timezone.now())
            close_old_connections()
            if stop.wait(SECONDS_BETWEEN_ROUNDS):
                return

    thread = threading.Thread(target=rounds, name="housekeeping", daemon=True)
    thread.start()
    return thread
