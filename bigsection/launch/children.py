"""Child processes: one that does not outlive its parent, and those that a former program left."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def end_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends ``signum`` to the child when its parent dies.

    For parents that are killed and cannot clean up. Linux only; elsewhere it does nothing.
    """

    def ask_kernel() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signum)

    return ask_kernel


def reap() -> None:
    """Take note of all children that have ended; for a program that came by ``exec`` and has none
    of its own yet.
    """
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
