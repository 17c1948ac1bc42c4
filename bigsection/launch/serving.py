"""``make run`` from the moment all is prepared: the web server and the workers under one parent."""

import os
import socket

from bigsection.launch.address import Address
from bigsection.launch.messages import say
from bigsection.launch.project import PYTHON, WORKER_COMMAND, manage
from bigsection.launch.supervisor import Program, Supervisor

MOST_LONG_WORKERS = 4


def serve(address: Address) -> int:
    """Serve on ``address`` until Ctrl-C; returns the exit code."""
    env = {**os.environ, "HOST": address.host, "PORT": str(address.port)}
    if not os.environ.get("ALLOWED_HOSTS"):
        env["ALLOWED_HOSTS"] = f"localhost,127.0.0.1,[::1],{address.host}"
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--config", "python:bigsection.launch.web_server"]
    code = Supervisor(
        web=Program("web", gunicorn, env),
        workers=[
            Program(queue, manage(WORKER_COMMAND, "--queue", queue), env)
            for queue in ("short", *["long"] * _long_workers())
        ],
        is_serving=lambda: _answers(address),
        announce=lambda: _announce(address),
    ).run()
    say("✗ 网页服务已退出 · the web server has ended, see above" if code else "已停止 · stopped")
    return code


def _long_workers() -> int:
    """How many workers share what asks the planner: as many as there are cores, if not said."""
    return int(os.environ.get("LONG_WORKERS") or min(os.cpu_count() or 1, MOST_LONG_WORKERS))


def _answers(address: Address) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    try:
        with socket.create_connection((host, address.port), timeout=1):
            return True
    except OSError:
        return False


def _announce(address: Address) -> None:
    say(f"▶ {address.url}  按 Ctrl-C 停止 · Ctrl-C stops")
    if not (address.is_loopback or os.environ.get("ALLOWED_HOSTS")):
        say("! 从其他机器访问请设 ALLOWED_HOSTS · set ALLOWED_HOSTS to the names it is called by")
