"""A PostgreSQL server for one test run: made in a temporary directory, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bigsection.launch.children import end_with_parent
from bigsection.launch.debian import need
from bigsection.launch.messages import SetupError
from bigsection.launch.steps import Step

DEBIAN_DIRECTORY = Path("/usr/lib/postgresql")
START_SECONDS = 30.0
USER = "bigsection"
# Nobody needs this data after a crash, so nothing waits for the disk.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


def server_programs() -> Step:
    """Have PostgreSQL's server programs, 15 or newer."""
    return Step("PostgreSQL", lambda: need(lambda: find_programs() is not None, "postgresql"))


def find_programs() -> Path | None:
    """The directory with ``initdb`` and ``postgres``: Debian's newest, or the one in PATH."""
    installed = sorted(DEBIAN_DIRECTORY.glob("*/bin/initdb"), key=_version)
    in_path = shutil.which("initdb")
    found = installed[-1] if installed else Path(in_path).resolve() if in_path else None
    return found.parent if found else None


def _version(initdb: Path) -> tuple[int, ...]:
    """``(15,)`` of ``/usr/lib/postgresql/15/bin/initdb``."""
    return tuple(int(part) for part in initdb.parts[-3].split("."))


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Run a server and give its DATABASE_URL; it is stopped and removed at the end.

    It is reached through a Unix socket in its own directory, so no port can be taken, and no
    other user of the machine can connect. As root, it runs as an unprivileged user, for
    PostgreSQL refuses root.
    """
    programs = find_programs()
    if programs is None:
        raise SetupError(
            "缺少 PostgreSQL 服务端 · no PostgreSQL server, run: sudo apt-get install postgresql"
        )
    directory = Path(tempfile.mkdtemp(prefix="bigsection-pg-"))
    server: subprocess.Popen[str] | None = None
    try:
        account = _unprivileged_account()
        if account is not None:
            shutil.chown(directory, user=account)
        _initialise(programs, directory, account)
        server = _start(programs, directory, account)
        yield f"postgres://{USER}@{quote(str(directory), safe='')}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(directory, ignore_errors=True)


def _unprivileged_account() -> str | None:
    """Whom to be instead of root; None when this process is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _popen_as(account: str | None, command: list[str], directory: Path) -> subprocess.Popen[str]:
    """Start ``command`` in ``directory`` as ``account``; its messages go to the file ``log``."""
    with (directory / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=directory,
            stdout=log,
            stderr=log,
            text=True,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=end_with_parent(signal.SIGQUIT),
        )


def _initialise(programs: Path, directory: Path, account: str | None) -> None:
    command = [
        *(str(programs / "initdb"), "--pgdata", "data", "--username", USER),
        *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
    ]
    if _popen_as(account, command, directory).wait():
        raise _failure("initdb", directory)


def _start(programs: Path, directory: Path, account: str | None) -> subprocess.Popen[str]:
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", "data", "-k", str(directory), *settings]
    server = _popen_as(account, command, directory)
    ready = [str(programs / "pg_isready"), "--quiet", "--host", str(directory)]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ready).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            _stop(server)
            raise _failure("postgres", directory)
        time.sleep(0.05)
    return server


def _stop(server: subprocess.Popen[str]) -> None:
    """Stop it without waiting for clients: a fast shutdown, then the hard way."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=10)


def _failure(program: str, directory: Path) -> SetupError:
    lines = (directory / "log").read_text("utf-8", errors="replace").strip().splitlines()
    return SetupError(
        f"PostgreSQL 未能启动 · {program} failed: {lines[-1] if lines else 'no output'}"
    )
