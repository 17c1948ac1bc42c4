"""What the launch commands write to the terminal: progress lines and one-line refusals."""

import sys


class SetupError(Exception):
    """A set-up step failed for a reason its user can mend; the text says how, in one line."""


def say(text: str = "", *, end: str = "\n") -> None:
    """Write ``text`` at once, so that a line stands there while its step is still running."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def accept_any_terminal() -> None:
    """Make sure that a terminal without UTF-8 shows question marks, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
