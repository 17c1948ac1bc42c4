"""Work on a file in a process of its own, with limits of memory and time: no file, however it is
made, takes more along than that process.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from departments.workbook.errors import WorkbookError
from departments.workbook.packed import plain

SECONDS_BETWEEN_LOOKS = 1.0
LOADED_BEFOREHAND = ["departments.workbook.reading", "departments.workbook.marking"]
AGAIN = "请删去空白的行和列、图片和多余的工作表，或拆成几个文件后再上传。"
_DONE, _REFUSED, _FAILED = "done", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one piece of work may take: address space in MB, seconds."""

    memory_mb: int
    seconds: int


def run(
    function: str,
    *args: object,
    bounds: Bounds,
    waiting: Callable[[], object] | None = None,
    **named: object,
) -> Any:
    """Return what ``module:function`` returns, called in a process that may not exceed ``bounds``.

    ``waiting`` is called about once a second meanwhile; what it raises ends the work. Raises
    WorkbookError as the function does, and when the process took too much or broke down.
    """
    context = get_context("forkserver")  # a fork from a small process: no threads, no connections
    context.set_forkserver_preload(LOADED_BEFOREHAND)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_work, args=(sender, bounds, function, args, named), daemon=True
    )
    process.start()
    sender.close()
    try:
        return _answer(process, receiver, bounds, waiting)
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _answer(
    process: Any, receiver: Any, bounds: Bounds, waiting: Callable[[], object] | None
) -> Any:
    end = time.monotonic() + bounds.seconds
    while not wait([receiver, process.sentinel], SECONDS_BETWEEN_LOOKS):
        if time.monotonic() > end:
            raise _too_slow(bounds)
        if waiting:
            waiting()
    try:
        with open(receiver.fileno(), "rb", closefd=False) as stream:
            how, *answer = plain(stream)  # read as it is written
    except (EOFError, pickle.UnpicklingError):
        process.join()
        in_time = time.monotonic() < end - SECONDS_BETWEEN_LOOKS
        raise _broken_down(process.exitcode, bounds, in_time=in_time) from None
    if how == _REFUSED:
        raise WorkbookError(*answer)
    if how == _FAILED:
        raise RuntimeError(f"in the process that works on a file:\n{answer[0]}")
    return answer[0]


def _broken_down(exitcode: int, bounds: Bounds, *, in_time: bool) -> WorkbookError:
    """Why a process ended without an answer: one that is killed ``in_time`` was so from outside."""
    if exitcode == -signal.SIGKILL and in_time:
        words = "处理这个文件的进程被系统中止（多半是服务器内存不足），没有写入任何内容。"
        return WorkbookError("interrupted", f"{words}请稍后再上传，或拆成几个文件。")
    slow = exitcode in (-signal.SIGXCPU, -signal.SIGKILL)
    return _too_slow(bounds) if slow else _too_big(bounds)


def _too_slow(bounds: Bounds) -> WorkbookError:
    words = f"处理这个文件超过 {bounds.seconds} 秒，已停止，没有写入任何内容。{AGAIN}"
    return WorkbookError("too_slow", words)


def _too_big(bounds: Bounds) -> WorkbookError:
    words = f"处理这个文件需要的内存超过 {bounds.memory_mb} MB 的上限，已停止，没有写入任何内容。"
    return WorkbookError("too_big", f"{words}{AGAIN}")


def _work(
    sender: Connection[Any, Any],
    bounds: Bounds,
    function: str,
    args: tuple[object, ...],
    named: dict[str, object],
) -> None:
    """What the process does: take the limits, work, send the answer."""
    _limit(bounds)
    module, _, name = function.partition(":")
    try:
        answer: tuple[object, ...] = (_DONE, getattr(import_module(module), name)(*args, **named))
    except WorkbookError as error:
        answer = (_REFUSED, error.code, error.message)
    except MemoryError:
        too_big = _too_big(bounds)
        answer = (_REFUSED, too_big.code, too_big.message)
    except Exception:
        answer = (_FAILED, traceback.format_exc())
    with open(sender.fileno(), "wb", closefd=False) as stream:
        pickle.dump(answer, stream, pickle.HIGHEST_PROTOCOL)


def _limit(bounds: Bounds) -> None:
    """Bound memory and time; what breaks down leaves no core and says nothing on the terminal."""
    memory = bounds.memory_mb * 2**20
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked, and ends this process
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
