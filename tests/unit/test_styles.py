"""Tabler is cut to what the product names (static/build.mjs): nothing that is used may be missing."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
COMMENT_OR_URL = re.compile(r"/\*.*?\*/|url\([^)]*\)|:not\([^)]*\)", re.DOTALL)
SELECTOR = re.compile(r"[^{},;]+(?=[^{};]*\{)")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[\w-]+")
COMPOSED = re.compile(r"\bclass\b.*?[\s\"'`]([a-z]+(?:-[a-z]+)*-)(?:\$?\{)")
"""The beginning of a class whose end is filled in: ``class="chip chip-{{ tone }}"``."""
AT_THE_ROOT = re.compile(r":root[^{}]*\{([^}]*)\}")
SET = re.compile(r"(--tblr-[\w-]+)\s*:")


def text_of(*patterns: str) -> str:
    return "\n".join(path.read_text("utf-8") for one in patterns for path in ROOT.glob(one))


def css_of(*patterns: str) -> str:
    return COMMENT_OR_URL.sub("", text_of(*patterns))


@pytest.fixture(scope="module")
def tabler() -> str:
    return css_of("node_modules/@tabler/core/dist/css/tabler.css")


@pytest.fixture(scope="module")
def built() -> str:
    return css_of("static/built/app.css")


@pytest.fixture(scope="module")
def sources() -> str:
    packages = {path.parent.name for path in ROOT.glob("[!.]*/__init__.py")} - {"tests"}
    python = [f"{name}/**/*.py" for name in packages]
    return text_of("templates/**/*.html", "static/js/**/*.js", *python)


def test_every_class_of_tabler_that_is_named_anywhere_is_built(tabler, built, sources):
    words = set(WORD.findall(sources))
    needed = (set(CLASS.findall(selector)) for selector in SELECTOR.findall(tabler))
    used = set().union(*(classes for classes in needed if classes <= words))
    assert {"btn-primary", "form-select", "visually-hidden"} <= used
    assert used - set(CLASS.findall(built)) == set()


def test_no_class_of_tabler_is_put_together(tabler, sources):
    """Nothing could find it in the sources; names that are put together belong to our own styles."""
    composed = set(COMPOSED.findall(sources))
    ours = set(CLASS.findall(css_of("static/css/**/*.css")))
    not_ours = {start for start in composed if not any(name.startswith(start) for name in ours)}
    assert {"chip-", "heat-", "orgchart-"} <= composed
    assert [name for name in CLASS.findall(tabler) if name.startswith(tuple(not_ours))] == []


def test_every_value_that_is_read_is_set(tabler, built):
    read = set(re.findall(r"var\((--tblr-[\w-]+)\)", built))
    at_the_root = {name for rule in AT_THE_ROOT.findall(tabler) for name in SET.findall(rule)}
    assert "--tblr-border-radius" in read & at_the_root
    assert read & at_the_root - set(SET.findall(built)) == set()


def test_what_is_not_used_is_not_sent(tabler, built):
    assert len(built) < len(tabler) / 5
    assert ".carousel" in tabler
    assert ".carousel" not in built
