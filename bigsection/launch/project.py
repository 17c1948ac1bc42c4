"""Where the parts of a checkout lie, and how its programs are called."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bigsection.launch.messages import SetupError
from bigsection.launch.private_files import private_file, private_folder

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "var"))
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", ROOT / "staticfiles"))
LOG = DATA_DIR / "log" / "setup.log"

WORKER_COMMAND = "work"  # takes jobs from the database, looks after lost ones
NO_NETWORK = "没有网络连接 · no network connection"
NO_NETWORK_SIGNS = (
    "name resolution",
    "NewConnectionError",
    "ConnectTimeout",
    "Connection refused",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)


def manage(*words: str) -> list[str]:
    """The command line of a management command."""
    return [str(PYTHON), str(ROOT / "manage.py"), *words]


def run_quietly(
    command: Sequence[str],
    *,
    failure: str,
    env: Mapping[str, str] | None = None,
    downloads: bool = False,
) -> str:
    """Run ``command`` in the checkout and return its standard output.

    All it writes is added to the set-up log. When it fails, ``SetupError`` is raised with
    ``failure``, the reason and where the log is; the reason is the last line that the command
    wrote, or, for a command that ``downloads``, that there is no network.
    """
    private_folder(DATA_DIR)
    private_folder(LOG.parent)
    private_file(LOG)
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, errors="replace"
        )
    except OSError as error:
        raise SetupError(f"{failure} ({error})") from error
    output = done.stdout + done.stderr
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{output}")
    if done.returncode:
        reason = NO_NETWORK if downloads and _shows_no_network(output) else _last_line(output)
        raise SetupError(f"{failure} ({reason}; {shown(LOG)})")
    return done.stdout


def shown(path: Path) -> Path:
    """``path`` as a reader standing in the checkout would write it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _shows_no_network(output: str) -> bool:
    return any(sign in output for sign in NO_NETWORK_SIGNS)


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no output"
