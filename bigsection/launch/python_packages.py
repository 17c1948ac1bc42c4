"""The virtual environment and the packages in it."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from bigsection.launch.messages import SetupError
from bigsection.launch.project import PYTHON, ROOT, VENV, run_quietly
from bigsection.launch.stamps import Stamp
from bigsection.launch.steps import Step

RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
BENCHMARKS = ROOT / "benchmarks" / "requirements.txt"
NODE = ROOT / "requirements-node.txt"


def virtual_environment() -> Step:
    """Make ``.venv``; one that works is kept, one left half-made or by an older Python is not."""
    return Step("Python 环境 · virtual environment", _make_venv)


def packages(label: str, requirements: Path, *also_read: Path) -> Step:
    """Install what ``requirements`` lists; ``also_read`` are the files that it includes."""
    stamp = Stamp(
        VENV / ".stamps" / f"{requirements.parent.name}-{requirements.name}",
        inputs=(requirements, *also_read),
        words=(sys.version.split()[0],),
    )
    return Step(label, lambda: install(requirements), (stamp,))


def install(requirements: Path) -> None:
    """Install ``requirements`` into the virtual environment; raises ``SetupError``."""
    run_quietly(
        [
            *(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--retries", "2", "-r", str(requirements)),
        ],
        failure="依赖包安装失败，请检查网络后重试 · pip could not install the packages: "
        "check the network or the pip index and run it again",
        downloads=True,
    )


def _make_venv() -> None:
    if _venv_works():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(_missing_venv())
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        failure="无法创建虚拟环境 · the virtual environment could not be made",
    )


def _venv_works() -> bool:
    """Whether ``.venv`` has a Python that is new enough and finds its own pip."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", test], capture_output=True).returncode == 0
    except OSError:
        return False


def _missing_venv() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        "缺少 venv 模块，请执行 · the venv module is missing, run: "
        f"sudo apt-get install python{version}-venv"
    )
