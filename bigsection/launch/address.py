"""HOST and PORT: where the web server listens, and whether that place is free."""

import errno
import os
import socket
from dataclasses import dataclass

from bigsection.launch.messages import SetupError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Address:
    """A TCP address to listen on."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        host = {"0.0.0.0": DEFAULT_HOST, "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{self.port}/"

    @property
    def bind(self) -> str:
        """The address in the form that gunicorn reads."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")


def read_address() -> Address:
    """The address from HOST and PORT; raises ``SetupError`` for a PORT that is none."""
    port = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SetupError(
            f"PORT={port} 不是端口号，请用 1-65535 · PORT={port} is not a port, use 1 to 65535"
        )
    return Address(os.environ.get("HOST") or DEFAULT_HOST, int(port))


def check_is_free(address: Address) -> None:
    """Raise ``SetupError``, saying what to do, when nobody could listen on ``address``."""
    problem = _why_not(address)
    if problem is None:
        return
    host, port = address.host, address.port
    if problem == errno.EADDRINUSE:
        free = _next_free_port(address)
        text = f"端口 {port} 已被占用，请执行 · port {port} is in use, run: PORT={free} make run"
    elif problem == errno.EACCES:
        text = (
            f"端口 {port} 需要管理员权限 · port {port} needs root, run: "
            f"PORT={DEFAULT_PORT} make run"
        )
    else:
        text = (
            f"HOST={host} 不是本机地址 · HOST={host} is not an address of this machine, "
            f"run: HOST={DEFAULT_HOST} make run"
        )
    raise SetupError(text)


def _why_not(address: Address) -> int | None:
    """The error number of listening there; None when it works."""
    try:
        kind, _, _, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            # As gunicorn does: a port whose last connections are still closing counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return None


def _next_free_port(address: Address) -> int:
    ports = range(address.port + 1, min(address.port + 100, 65536))
    return next((p for p in ports if _why_not(Address(address.host, p)) is None), DEFAULT_PORT)
