"""Chromium for whole journeys: how it is started, and what is forbidden on every page."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from bigsection.launch.browser import find_chromium
from bigsection.launch.project import ROOT

# Playwright keeps an event loop in this thread; the ORM calls of a test are safe beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A closed network: no look-ups of the browser's own. The sandbox needs rights that root in a
# container has not.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)
ACCESSIBILITY_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; a missing one fails the test and says what to do."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("No Chromium: run 'make test', or apt-get install chromium", pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium),
        "args": list(CHROMIUM_FLAGS),
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The office screen that the pages are made for."""
    return {
        **browser_context_args,
        "viewport": {"width": 1366, "height": 768},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture(autouse=True)
def page_without_faults(page: Page) -> Iterator[None]:
    """No page of a journey asks another host, breaks the security policy or fails in a script."""
    faults: list[str] = []

    def look_at_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in {
            "localhost",
            "127.0.0.1",
        }:
            faults.append(f"asks another host: {request.url}")

    def look_at_message(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(f"console: {message.text}")

    page.on("request", look_at_request)
    page.on("console", look_at_message)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    yield
    assert faults == []


@pytest.fixture(scope="session")
def accessibility_faults() -> Callable[[Page], list[str]]:
    """A function that lists what axe-core finds wrong on a page by WCAG 2.1 AA, one line each."""
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def look(page: Page) -> list[str]:
        page.evaluate(axe)
        found = page.evaluate(
            "tags => axe.run({runOnly: {type: 'tag', values: tags}})", list(ACCESSIBILITY_RULES)
        )
        return [
            f"{rule['id']}: {node['html']} ({node['failureSummary']})"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return look
