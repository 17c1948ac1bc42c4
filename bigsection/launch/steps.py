"""A list of set-up steps, run one after the other with a progress line for each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bigsection.launch.messages import say
from bigsection.launch.stamps import Stamp


@dataclass(frozen=True)
class Step:
    """One thing to prepare: ``label`` for its progress line, ``work`` that does it.

    ``work`` may return a text to be shown under the progress line. With ``stamps``, the step is
    passed over while all of them are current.
    """

    label: str
    work: Callable[[], str | None]
    stamps: tuple[Stamp, ...] = ()


def run_steps(steps: Sequence[Step]) -> None:
    """Run ``steps`` in order, saying what is being done and how long it took.

    Raises whatever the step raises, after ending its line.
    """
    for number, step in enumerate(steps, start=1):
        say(f"[{number}/{len(steps)}] {step.label} … ", end="")
        if step.stamps and all(stamp.is_current() for stamp in step.stamps):
            say("已是最新 · up to date")
            continue
        started = time.monotonic()
        try:
            account = step.work()
        except BaseException:
            say()
            raise
        for stamp in step.stamps:
            stamp.write()
        say(f"{time.monotonic() - started:.1f} s")
        if account:
            say(account)
