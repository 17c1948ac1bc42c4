"""Programs from Debian's packages, which the tests need: found, installed, or asked for."""

import os
import shutil
import subprocess
from collections.abc import Callable

from bigsection.launch.messages import SetupError
from bigsection.launch.project import run_quietly


def need(found: Callable[[], bool], *packages: str) -> None:
    """See to it that ``found()`` holds, installing ``packages`` if it does not yet.

    Raises ``SetupError`` with the command to type where this process may not install.
    """
    if found():
        return
    asked = f"sudo apt-get install {' '.join(packages)}"
    as_root = _as_root()
    if as_root is None or not shutil.which("apt-get"):
        raise SetupError(f"缺少软件包，请执行 · packages are missing, run: {asked}")
    install = [*as_root, "apt-get", "install", "--yes", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    failure = f"软件包安装失败，请手动执行 · the installation failed, run: {asked}"
    try:
        run_quietly(install, failure=failure, env=env)
    except SetupError:  # a new machine has no package lists yet
        run_quietly([*as_root, "apt-get", "update"], failure=failure, env=env, downloads=True)
        run_quietly(install, failure=failure, env=env, downloads=True)
    if not found():
        raise SetupError(f"安装后仍未找到 · still not found after: {asked}")


def _as_root() -> list[str] | None:
    """The words before a command that make it run as root; None when that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    answer = subprocess.run(["sudo", "--non-interactive", "true"], capture_output=True)
    return ["sudo", "--non-interactive"] if answer.returncode == 0 else None
