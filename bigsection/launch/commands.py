"""What each launch command does, as a list of steps and an end."""

import os
import signal
import subprocess
from collections.abc import Callable, Sequence

from bigsection.launch import browser, frontend, installation, postgres, python_packages, suite
from bigsection.launch.address import check_is_free, read_address
from bigsection.launch.messages import SetupError, accept_any_terminal, say
from bigsection.launch.project import PYTHON, ROOT, WORKER_COMMAND, manage
from bigsection.launch.serving import serve
from bigsection.launch.steps import Step, run_steps


def main(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; returns the exit code.

    A refusal is one line on the terminal, never a traceback.
    """
    accept_any_terminal()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was begun is undone
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        say(f"usage: python -m bigsection.launch {'|'.join(COMMANDS)}")
        return 2
    try:
        return command()
    except SetupError as refusal:
        say(f"✗ {refusal}")
        return 1
    except KeyboardInterrupt:
        say("\n已中断 · interrupted")
        return 130


def run() -> int:
    """Prepare what is not prepared yet, show the main job on the sample, serve until Ctrl-C."""
    address = read_address()
    check_is_free(address)
    sample = [installation.sample_region(address.url)] if installation.wants_sample() else []
    run_steps([*_product(), installation.migrations(), installation.static_files(), *sample])
    check_is_free(address)
    return serve(address)


def setup() -> int:
    """Prepare a developer's checkout: all packages, the front end, an up-to-date database."""
    run_steps([*_product(), _development_packages(), installation.migrations()])
    return 0


def tools() -> int:
    """Prepare what the checks need: all packages and, for Django's own checks, the bundles."""
    run_steps([*_product(), _development_packages()])
    return 0


def test() -> int:
    """Prepare all that the tests need, then run all of them."""
    without = suite.left_out()
    needs = {"browser": browser.chromium(), "postgres": postgres.server_programs()}
    programs = [step for part, step in needs.items() if part not in without]
    run_steps([*_product(), _development_packages(), *programs])
    return suite.run_suite(without)


def fast() -> int:
    """Prepare what the quick tests need, then run them."""
    run_steps([*_product(), _development_packages()])
    return suite.run_fast()


def bench() -> int:
    """Run every script in ``benchmarks/``, beside the libraries it compares with."""
    peers = python_packages.packages(
        "对比软件 · benchmark peers", python_packages.BENCHMARKS, python_packages.RUNTIME
    )
    run_steps([*_product(), _development_packages(), peers])
    codes = [
        subprocess.run([PYTHON, script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        for script in sorted((ROOT / "benchmarks").glob("*.py"))
    ]
    return max((done.returncode for done in codes), default=0)


def worker() -> int:
    """Run one more worker in the foreground, for the jobs that QUEUE names (short, long or all)."""
    queue = os.environ.get("QUEUE") or "all"
    return subprocess.run(manage(WORKER_COMMAND, "--queue", queue), cwd=ROOT).returncode


def _product() -> list[Step]:
    return [
        python_packages.virtual_environment(),
        python_packages.packages("依赖包 · Python packages", python_packages.RUNTIME),
        frontend.node_packages(),
        frontend.bundles(),
    ]


def _development_packages() -> Step:
    return python_packages.packages(
        "开发工具 · development packages", python_packages.DEVELOPMENT, python_packages.RUNTIME
    )


COMMANDS: dict[str, Callable[[], int]] = {
    "run": run,
    "setup": setup,
    "tools": tools,
    "test": test,
    "fast": fast,
    "bench": bench,
    "worker": worker,
}
