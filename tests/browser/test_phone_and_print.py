"""Every page on a phone of 390 px, and the pages that are printed on paper.

The pages of one filled region are handed to the browser as the test client gets them.
"""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route
from pypdf import PdfReader

from departments.models import Department
from mergers.models import MergePlan
from tests.factories import SectionFactory
from tests.integration.filled import ADDRESSES, address_of, filled

__all__ = ["filled"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SITE, BUILT = "http://localhost", f"{settings.STATIC_URL}built/"
NAMES = ("一科", "业务二科（三）", "人事科（机关党委办公室）", "综合一、二科", "12380举报中心一")
TABS = {
    "plan_detail": ("duties", "evidence", "rules", "changes", "chart", "questions", "record"),
    "department_detail": ("staff", "duties", "chart", "plans", "history"),
}
FAULTS = """() => {
  const faults = [], root = document.documentElement;
  if (root.scrollWidth > innerWidth) faults.push(`scrolls sideways: ${root.scrollWidth} px`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement;
    if (around.closest("svg, .visually-hidden, .upright, option, script, template")) continue;
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(line => line.width > 0);
    const least = 3 * parseFloat(getComputedStyle(around).fontSize);
    if (lines.length > 2 && Math.max(...lines.map(line => line.width)) < least)
      faults.push(`under three characters wide: ${text.data.trim()}`);
  }
  return faults;
}"""
LOST = """() => [...document.querySelectorAll(".matrix thead .upright")].flatMap(head => {
  const room = head.getBoundingClientRect(), range = document.createRange(), lost = [];
  const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (let at = 0; at < texts.currentNode.length; at++) {
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + 1);
    const ink = range.getBoundingClientRect(), middle = ink.top + ink.height / 2;
    if (!ink.width || middle < room.top || middle > room.bottom) lost.push(range.toString());
  }
  return lost;
})"""
"""Characters of the matrix's column names that are not seen."""


@pytest.fixture
def opened(page: Page, filled: dict[str, Any]) -> Callable[[str], bool]:
    """Opens an address in the browser; says whether it is a page of ours.

    The page is made here: the browser's callbacks have a database connection of their own.
    """
    client: Client = filled["client"]
    made: dict[str, HttpResponse] = {}

    def hand_over(route: Route) -> None:
        address = route.request.url.removeprefix(SITE)
        if address.startswith(BUILT):
            file = settings.BASE_DIR / "static" / "built" / address.removeprefix(BUILT)
            route.fulfill(path=file)
        elif address in made:
            headers = {name.lower(): value for name, value in made[address].headers.items()}
            route.fulfill(headers=headers, body=made[address].content)
        else:
            route.fulfill(status=204)  # what arrives later

    page.route(f"{SITE}/**", hand_over)

    def go(address: str) -> bool:
        answer = client.get(address, follow=True)
        kind, kept = answer.get("Content-Type", ""), answer.get("Content-Disposition", "")
        if answer.status_code != 200 or "html" not in kind or "attachment" in kept:
            return False
        made[address] = answer
        page.goto(f"{SITE}{address}")
        return page.locator(".page-main").count() > 0

    return go


def without_our_face(page: Page) -> None:
    """As where the pieces of the font did not arrive (and quicker, where many pages are looked at)."""
    page.route("**/*.woff2", lambda route: route.fulfill(status=404))


@pytest.fixture
def faults_on_a_phone(page: Page, opened) -> Callable[[str], list[str] | None]:
    """What is wrong with a page, and with its tabs, at 390 px; None where it is no page of ours."""
    without_our_face(page)
    page.set_viewport_size({"width": 390, "height": 844})

    def look(address: str) -> list[str] | None:
        return page.evaluate(FAULTS) if opened(address) else None

    return look


@pytest.mark.slow
def test_no_page_is_too_wide_for_a_phone(faults_on_a_phone, filled) -> None:
    pages = [
        f"{address_of(name, filled)}{tab and f'tab={tab}'}"
        for name, pattern in ADDRESSES.items()
        if not (name.startswith("api") or "as_format" in pattern)
        for tab in ("", *TABS.get(name, ()))
    ]
    found = {address: faults_on_a_phone(address) for address in pages}
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert list(found.values()).count([]) > 30


def test_names_without_a_break_are_not_too_wide_either(faults_on_a_phone, filled) -> None:
    department = Department.objects.filter(pk=filled["departments"])
    department.update(name="A" * 60)
    SectionFactory.create(department=department.get(), name="B" * 60)
    for name in ("department_detail", "overlap_matrix", "data_health", "plan_create"):
        assert faults_on_a_phone(address_of(name, filled)) == [], name
    assert faults_on_a_phone(f"{reverse('search')}?q=BBB") == []


def test_nothing_in_a_card_lies_over_what_stands_beside_it(page, faults_on_a_phone, filled) -> None:
    plan = MergePlan.objects.filter(pk=filled["plans"])
    plan.update(
        proven=False, bound=None, no_bound="不符合规则“可以混合的科室类别”，没有可比的最优上限"
    )
    assert faults_on_a_phone(reverse("plan_list")) == []
    cells = "cells => cells.map(cell => [cell.clientWidth, cell.scrollWidth])"
    widths = page.locator(".as-cards tbody td").evaluate_all(cells)
    assert widths
    assert [wide for room, wide in widths if wide > room] == []


@pytest.mark.parametrize("face", ["ours", "another"])
def test_the_names_over_the_matrix_are_whole(page: Page, opened, filled, face: str) -> None:
    department = Department.objects.get(pk=filled["departments"])
    for name in NAMES:
        SectionFactory.create(department=department, name=name)
    if face == "another":
        without_our_face(page)
    opened(address_of("overlap_matrix", filled))
    has_ours = page.evaluate("document.fonts.check('12px \"Noto Sans SC Variable\"', '科室')")
    assert has_ours is (face == "ours")
    assert page.locator(".matrix thead .upright").count() > len(NAMES)
    assert page.evaluate(LOST) == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("region_overview", ""),
        ("data_health", ""),
        ("department_detail", "tab=chart"),
        ("overlap_matrix", ""),
        ("overlap_pair", ""),
        ("plan_detail", "tab=changes"),
        ("plan_detail", "tab=chart"),
    ],
)
def test_prints_are_dated_numbered_and_begin_on_the_first_page(
    page: Page, opened, filled, name: str, query: str
) -> None:
    assert opened(address_of(name, filled) + query)
    page.emulate_media(media="print")
    begins = page.locator(".page-body").inner_text().split()[0][:4]
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side)) for side in paper[0].mediabox[2:]] == [842, 595]  # A4, landscape
    for number, sheet in enumerate(paper, 1):
        text = re.sub(r"\s", "", sheet.extract_text())
        foot = re.search(rf"\d{{4}}-\d\d-\d\d{number}/{len(paper)}", text)
        assert foot, text
        assert len(text) - len(foot[0]) > 40
        assert number > 1 or begins in text
