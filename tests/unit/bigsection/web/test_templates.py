"""Simplified templates write what the framework's own would."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Engine, Template
from django.template.base import TextNode
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from bigsection.web.templates import Loader, PlainVariableNode, simplify

CASES = (
    "{{ text }} {{ safe }} {{ whole }} {{ part }} {{ yes }} {{ nothing }} {{ day }} {{ word }}",
    "{{ missing }}|{{ one.missing }}|{{ one.name.missing }}|{{ missing|default:'—' }}",
    "{{ one.name }} {{ one.shout }} {{ one.table.key }} {{ listed.1 }} {{ listed.9 }} {{ call }}",
    "{% autoescape off %}{{ text }}{% endautoescape %}{{ text|safe }}{{ text|upper }}",
    "{% if one.name == text or missing %}a{% elif whole > 2 %}b{{ whole }}{% else %}c{% endif %}",
    "{% for key, value in one.table.items %}{{ forloop.counter }}{{ key }}{{ value }}{% endfor %}",
    "{% for a in none %}x{% empty %}{% comment %}y{% endcomment %}z{% endfor %}",
    "{% load i18n %}{% translate '保存 50%' %}{% translate text %}{% translate 'a' as b %}{{ b }}",
    "{% load i18n %}{% blocktranslate %}<b>保存</b> 5%{% endblocktranslate %}{{ text }}",
    "{% load i18n %}{% blocktranslate with n=text %}有 {{ n }} 个{% endblocktranslate %}",
    "{% with text=whole %}{{ text }}{{ one.table.key|add:whole }}{% endwith %}{{ text }}",
)


@dataclass(frozen=True, slots=True)
class One:
    """Something with a field, a method and a table."""

    name: str
    table: dict[str, Any]

    def shout(self) -> str:
        """A method that a template calls."""
        return self.name.upper() + "!"


def values() -> dict[str, Any]:
    return {
        "text": "<a & 'b'>",
        "safe": mark_safe("<i>"),
        "whole": 12345,
        "part": 0.5,
        "yes": True,
        "nothing": None,
        "day": datetime.date(2026, 11, 20),
        "word": gettext_lazy("Yes"),
        "one": One("<甲>", {"key": Decimal("1.50")}),
        "listed": ["a", "<b>"],
        "call": lambda: "called",
        "none": [],
    }


@pytest.mark.parametrize("source", CASES)
def test_a_simplified_template_writes_the_same(source: str) -> None:
    engine = Engine(libraries={"i18n": "django.templatetags.i18n"})
    plain, simple = Template(source, engine=engine), Template(source, engine=engine)
    simplify(simple.nodelist)
    assert simple.render(Context(values())) == plain.render(Context(values()))


def test_what_is_the_same_on_every_page_becomes_one_text() -> None:
    source = "a{% load i18n %}{% translate '保存' %}{# no #}{% comment %}b{% endcomment %}{{ c }}"
    template = Template(source)
    simplify(template.nodelist)
    assert [type(node) for node in template.nodelist] == [TextNode, PlainVariableNode]
    assert template.nodelist[0].s == "a保存"


def test_the_pages_are_read_by_the_loader_that_simplifies() -> None:
    template = get_template("base.html").template
    assert isinstance(template.engine.template_loaders[0], Loader)
    assert template.is_simplified
