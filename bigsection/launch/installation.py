"""The database, the static files and the sample region of this installation."""

import os

from bigsection.launch.frontend import STATIC
from bigsection.launch.project import STATIC_ROOT, manage, run_quietly
from bigsection.launch.python_packages import RUNTIME
from bigsection.launch.stamps import Stamp
from bigsection.launch.steps import Step


def migrations() -> Step:
    """Bring the database to the newest structure; always run, for a database can be replaced."""
    return Step("数据库 · database", _migrate)


def static_files() -> Step:
    """Collect the static files under names that carry their hash."""
    stamp = Stamp(STATIC_ROOT / ".stamp", (STATIC / "built", RUNTIME))
    return Step("静态文件 · static files", _collect, (stamp,))


def sample_region(url: str) -> Step:
    """Load the sample region, unless it is there, do the main job on it, say where under ``url``."""
    return Step("示例地区与主流程 · sample region and main job", lambda: _load_sample(url))


def wants_sample() -> bool:
    """Whether the sample belongs into the database.

    ``SAMPLE=yes`` and ``SAMPLE=no`` decide. Unset, the embedded database gets it and one named in
    DATABASE_URL does not: nobody wants invented departments among real ones.
    """
    chosen = os.environ.get("SAMPLE", "").strip().lower()
    if chosen:
        return chosen in {"1", "true", "yes", "on"}
    return not os.environ.get("DATABASE_URL")


def _migrate() -> None:
    run_quietly(
        manage("migrate", "--no-input", "--verbosity=0"),
        failure="数据库无法准备，请检查 DATABASE_URL · the database cannot be prepared, "
        "check DATABASE_URL and its server",
    )


def _collect() -> None:
    run_quietly(
        manage("collectstatic", "--no-input", "--clear", "--verbosity=0"),
        failure="静态文件收集失败 · the static files could not be collected",
    )


def _load_sample(url: str) -> str:
    return run_quietly(
        manage("load_sample", "--address", url),
        failure="示例数据载入失败 · the sample could not be loaded",
    ).rstrip()
