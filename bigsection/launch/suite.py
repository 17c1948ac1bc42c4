"""``make test``: the whole suite, on both databases and in a browser; ``make fast``: a part of it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bigsection.launch.children import end_with_parent
from bigsection.launch.messages import SetupError, say
from bigsection.launch.postgres import throwaway_server
from bigsection.launch.project import PYTHON, ROOT

OPTIONAL = frozenset({"browser", "postgres"})
TWO_CORES = ("-n", "2")


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
    written are pytest's own about the largest part, or about what failed.
    """
    if "browser" not in without:
        code = _pytest(Run("浏览器 · browser", ("tests/browser",)))
        if code:
            return code
    if "postgres" not in without:
        with throwaway_server() as url:
            integration = (*TWO_CORES, "tests/integration")
            code = _pytest(Run("PostgreSQL", integration, {"DATABASE_URL": url}))
        if code:
            return code
    return _pytest(Run("SQLite", (*TWO_CORES, "tests/unit", "tests/integration")))


def run_fast() -> int:
    """Run the unit tests that take no time, and the smoke test of every page; 0 when they pass."""
    tests = ("tests/unit", "tests/integration/test_every_page.py")
    return _pytest(Run("快速 · fast", (*TWO_CORES, "-m", "not slow", *tests)))


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
