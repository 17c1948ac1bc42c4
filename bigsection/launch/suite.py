"""``make test``: the whole suite, on both databases and in a browser; ``make fast``: a part of it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bigsection.launch.children import end_with_parent
from bigsection.launch.messages import SetupError, say
from bigsection.launch.postgres import throwaway_server
from bigsection.launch.project import PYTHON, ROOT

OPTIONAL = frozenset({"browser", "postgres"})
TWO_CORES = ("-n", "2")
QUERIES_SENT = "QUERIES_SENT"
"""The variable that tells tests/queries_sent.py where to keep what it recorded."""


def left_out() -> frozenset[str]:
    """The parts that WITHOUT names (``WITHOUT=browser,postgres``); never any in CI.

    Raises ``SetupError`` for an unknown part, and for any part where CI is set.
    """
    named = frozenset(filter(None, os.environ.get("WITHOUT", "").replace(" ", "").split(",")))
    if named - OPTIONAL:
        raise SetupError(
            f"WITHOUT={','.join(sorted(named))} 无效 · use WITHOUT={','.join(sorted(OPTIONAL))}"
        )
    if named and os.environ.get("CI"):
        raise SetupError("CI 中不得使用 WITHOUT · WITHOUT may not be used where CI is set")
    return named


@dataclass(frozen=True)
class Run:
    """One call of pytest: what it is, its arguments, what it has in its environment."""

    title: str
    arguments: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def run_suite(without: frozenset[str]) -> int:
    """Run all of it; returns 0 when every part passed.

    The largest part comes last, and a part that fails ends the run, so that the last lines
    written are pytest's own about the largest part, or about what failed. PostgreSQL runs the
    tests marked for it; that these send every query of the product is checked at the end.
    """
    if "browser" not in without:
        code = _pytest(Run("浏览器 · browser", (*TWO_CORES, "tests/browser")))
        if code:
            return code
    sqlite = Run("SQLite", (*TWO_CORES, "tests/unit", "tests/integration"))
    if "postgres" in without:
        return _pytest(sqlite)
    with tempfile.TemporaryDirectory(prefix="bigsection-queries-") as name:
        queries = {part: Path(name) / part for part in ("postgres", "sqlite")}
        marked = (*TWO_CORES, "-m", "both_databases", "tests/integration")
        with throwaway_server() as url:
            env = {"DATABASE_URL": url, QUERIES_SENT: str(queries["postgres"])}
            code = _pytest(Run("PostgreSQL", marked, env))
        return (
            code
            or _pytest(replace(sqlite, env={QUERIES_SENT: str(queries["sqlite"])}))
            or _compare(queries["sqlite"], queries["postgres"])
        )


def run_fast() -> int:
    """Run the unit tests that take no time, and the smoke test of every page; 0 when they pass."""
    tests = ("tests/unit", "tests/integration/test_every_page.py")
    return _pytest(Run("快速 · fast", (*TWO_CORES, "-m", "not slow", *tests)))


def _compare(sqlite: Path, postgres: Path) -> int:
    """0 when PostgreSQL was sent every query that SQLite was; not asked of a part of the tests."""
    if sys.argv[2:]:
        return 0
    command = [str(PYTHON), "-m", "tests.queries_sent", str(sqlite), str(postgres)]
    return subprocess.run(command, cwd=ROOT).returncode


def _pytest(run: Run) -> int:
    say(f"\n── {run.title}: pytest {' '.join(run.arguments)}")
    own = ("DATABASE_URL", "DEBUG", "SECRET_KEY", "STATIC_ROOT")
    env = {name: value for name, value in os.environ.items() if name not in own}
    with tempfile.TemporaryDirectory(prefix="bigsection-test-") as data:
        env |= {"DATA_DIR": data, **run.env}
        command = [str(PYTHON), "-m", "pytest", *run.arguments, *sys.argv[2:]]
        return subprocess.run(
            command, cwd=ROOT, env=env, preexec_fn=end_with_parent(signal.SIGTERM)
        ).returncode
