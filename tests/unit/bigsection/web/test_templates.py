"""Simplified templates write what the framework's own would."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Library, RequestContext, Template
from django.template.base import TextNode
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import include, path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from bigsection.web.template_nodes import FastNodeList, FastVariableNode
from bigsection.web.templates import Loader, simplify

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
    "{% load i18n %}{% blocktranslate with n=one.name asvar b %}有 {{ n }} 个{% endblocktranslate %}{{ b }}",
    "{% load i18n %}{% blocktranslate count n=whole %}{{ n }}{% plural %}<{{ n }}>{% endblocktranslate %}",
    "{{ missing|add:whole }}{{ text|default:_('无') }}{{ day|date:'Y' }}{{ part|floatformat:'1u' }}",
    "{% if text|default:missing.name %}a{% endif %}{% if not missing and text in listed %}b{% endif %}",
    "{% if missing.name|add:missing %}a{% elif whole < text or none is nothing %}b{% else %}c{% endif %}",
    "{% for a in listed reversed %}{% for b in listed %}{{ forloop.parentloop.last }}{{ a }}{{ b }}"
    "{% cycle 'x' 'y' %}{% ifchanged a %}{{ forloop.revcounter }}{% endifchanged %}{% endfor %}{% endfor %}",
    "{% for a in call %}{% if forloop.first %}{{ a }}{% endif %}{% endfor %}{{ a }}{{ forloop }}",
    "{% include 'part' %}{% include 'part' with text=whole %}{% include 'part' with a=1 only %}{{ text }}",
    "{% for a in listed %}{% include 'turn' %}{% include 'turn' only %}{% endfor %}{% include name %}",
    "{% url 'plan_detail' whole %}{% url 'plan_list' as address %}{{ address }}{% url 'no' as no %}{{ no }}",
    "{% csrf_token %}|{% with csrf_token=token %}{% csrf_token %}{% endwith %}",
    "{% load figures help %}{{ part|score }}{% term_text 'score' %}{% term 'score' text %}",
    "{% with text=whole %}{{ text }}{{ one.table.key|add:whole }}{% endwith %}{{ text }}",
    "{{ one.gone }}{{ one.gone.name|default:'—' }}{% if one.gone or one.name %}a{% endif %}{{ one.garbled }}",
    "{% load i18n %}{% translate _('Yes') %}{% translate _('Yes') as a %}{{ a }}",
    "{% load i18n %}{% blocktranslate with n=text %}{{ n }}{{ missing }}{% endblocktranslate %}",
    "{{ _('<Yes>')|pprint }}{{ _('<Yes>')|upper }}{{ _('Yes')|pluralize:'y' }}{{ none|default:_('<No>')|pprint }}"
    "{% if _('Yes') in '是' %}a{% endif %}{% with a=_('<Yes>') %}{{ a }}{{ a|pprint }}{% endwith %}",
    "{% include 'below' %}{% load test %}{% gives_nothing %}{% gives_its_context %}",
)


PARTS = {
    "part": "<{{ text }}{{ a }}{% include 'turn' %}>",
    "turn": "{% cycle 'x' 'y' %}{% cycle 'x' 'y' %}{{ text }}",
    "fails": "{% for a, b in values %}{% endfor %}",
    "above": "{% block a %}{{ text }}{% endblock %}",
    "asks": "[{{ block.name }}{{ block.super }}]",
    "below": "{% extends 'above' %}{% block a %}{{ block.super }}{% include 'asks' %}{% endblock %}",
}
register = Library()


@register.inclusion_tag("turn")
def gives_nothing() -> None:
    """A tag whose template needs no values."""


@register.inclusion_tag("turn", takes_context=True)
def gives_its_context(context: Context) -> Context:
    """A tag whose template sees what the tag sees."""
    return context


@dataclass(frozen=True, slots=True)
class One:
    """Something with a field, a method and a table."""

    name: str
    table: dict[str, Any]

    def shout(self) -> str:
        """A method that a template calls."""
        return self.name.upper() + "!"

    @property
    def gone(self) -> None:
        """What the database no longer has: a template says nothing about it."""
        raise ObjectDoesNotExist

    @property
    def garbled(self) -> str:
        """Bytes that are no text: a template says nothing about them."""
        return b"\xff".decode()


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
        "numbers": [1],
        "call": lambda: "called",
        "none": [],
        "name": "part",
        "token": "a" * 64,
    }


def engine_with(loader: str, invalid: str = "") -> Engine:
    """An engine that keeps templates in this way and writes ``invalid`` for what is missing."""
    libraries = {"i18n": "django.templatetags.i18n", "test": __name__}
    libraries |= {name: f"bigsection.web.templatetags.{name}" for name in ("figures", "help")}
    kept = "django.template.loaders.locmem.Loader", PARTS
    folders = "django.template.loaders.filesystem.Loader"
    return Engine(
        [settings.BASE_DIR / "templates"],
        libraries=libraries,
        loaders=[(loader, [kept, folders])],
        string_if_invalid=invalid,
    )


@pytest.mark.parametrize("invalid", ["", "<no %s>"])
@pytest.mark.parametrize("source", CASES)
def test_a_simplified_template_writes_the_same(source: str, invalid: str) -> None:
    simple, plain = (
        engine_with(loader, invalid).from_string(source)
        for loader in ("bigsection.web.templates.Loader", "django.template.loaders.cached.Loader")
    )
    simplify(simple.nodelist)
    assert simple.render(Context(values())) == plain.render(Context(values()))


def test_one_rendering_of_a_template_leaves_nothing_to_the_next() -> None:
    template = engine_with("bigsection.web.templates.Loader").get_template("turn")
    first, second = (template.render(Context(values())) for _ in range(2))
    assert first == second


def test_a_part_that_stands_alone_leaves_the_context_as_it_was_even_when_it_fails() -> None:
    engine = engine_with("bigsection.web.templates.Loader")
    template = engine.from_string("{% include 'fails' with values=numbers only %}")
    simplify(template.nodelist)
    context = Context(values())
    with pytest.raises(ValueError, match="argument 2"):
        template.render(context)
    assert context["text"] == values()["text"]


def test_an_address_is_that_of_the_application_that_the_request_is_in(
    settings: Any, rf: RequestFactory
) -> None:
    pages = [path("page", RedirectView.as_view(url="/"), name="page")], "app"
    settings.ROOT_URLCONF = tuple(
        path(f"{name}/", include(pages, namespace=name)) for name in ("app", "other")
    )
    request = rf.get("/")
    request.current_app = "other"
    template = Template("{% url 'app:page' %}")
    simplify(template.nodelist)
    assert template.render(RequestContext(request)) == "/other/page"


def test_a_template_is_kept_for_other_threads_only_once_it_is_simplified(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loader = engine_with("bigsection.web.templates.Loader").template_loaders[0]
    assert isinstance(loader, Loader)
    kept: list[int] = []
    monkeypatch.setattr(
        "bigsection.web.templates.simplify",
        lambda nodes: kept.append(len(loader.get_template_cache)),
    )
    loader.get_template("turn")
    assert kept == [0]


def test_what_is_the_same_on_every_page_becomes_one_text() -> None:
    source = "a{% load i18n %}{% translate '保存' %}{# no #}{% comment %}b{% endcomment %}{{ c }}"
    template = Template(source)
    simplify(template.nodelist)
    assert [type(node) for node in template.nodelist] == [TextNode, FastVariableNode]
    assert template.nodelist[0].s == "a保存"


def test_the_pages_are_read_by_the_loader_that_simplifies() -> None:
    template = get_template("base.html").template
    assert isinstance(template.engine.template_loaders[0], Loader)
    assert isinstance(template.nodelist, FastNodeList)
