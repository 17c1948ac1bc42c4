"""HOST and PORT: read from the environment, checked before anything else is done."""

import re
import socket

import pytest

from bigsection.launch.address import Address, check_is_free, read_address
from bigsection.launch.messages import SetupError


@pytest.fixture
def busy_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        yield taken.getsockname()[1]


def test_without_an_environment_it_is_port_8000_of_this_machine(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert read_address() == Address("127.0.0.1", 8000)


def test_the_environment_decides(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "8123")
    assert read_address() == Address("0.0.0.0", 8123)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SetupError, match=re.escape(f"PORT={port}")):
        read_address()


def test_a_busy_port_is_refused_in_one_line_with_a_free_one_to_use(busy_port):
    with pytest.raises(SetupError, match=rf"port {busy_port} is in use") as refusal:
        check_is_free(Address("127.0.0.1", busy_port))
    text = str(refusal.value)
    assert "\n" not in text
    offered = int(re.search(r"PORT=(\d+) make run", text)[1])
    check_is_free(Address("127.0.0.1", offered))


def test_a_host_of_another_machine_is_refused():
    with pytest.raises(SetupError, match=r"HOST=192\.0\.2\.1 is not an address of this machine"):
        check_is_free(Address("192.0.2.1", 8000))


def test_a_name_that_nobody_knows_is_refused():
    with pytest.raises(SetupError, match=r"HOST=no-such-host\.invalid"):
        check_is_free(Address("no-such-host.invalid", 8000))


@pytest.mark.parametrize(
    ("host", "url", "bind", "is_loopback"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/", "127.0.0.1:80", True),
        ("localhost", "http://localhost:80/", "localhost:80", True),
        ("0.0.0.0", "http://127.0.0.1:80/", "0.0.0.0:80", False),
        ("::1", "http://[::1]:80/", "[::1]:80", True),
        ("::", "http://[::1]:80/", "[::]:80", False),
        ("10.1.2.3", "http://10.1.2.3:80/", "10.1.2.3:80", False),
    ],
)
def test_an_address_in_its_three_forms(host, url, bind, is_loopback):
    address = Address(host, 80)
    assert (address.url, address.bind, address.is_loopback) == (url, bind, is_loopback)
