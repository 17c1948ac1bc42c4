"""The same for tags: those of links, included parts and words, and the project's own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.template import Context, Template
from django.template.context import ContextDict
from django.template.defaulttags import (
    CsrfTokenNode,
    URLNode,
)
from django.template.library import InclusionNode, SimpleNode, TagHelperNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from bigsection.web.template_nodes import FastNode, render_within, resolvers
from bigsection.web.template_values import engine_of, resolver, written

ADDRESSES = 4096
"""So many addresses are kept once they are made."""


class FastIncludeNode(FastNode, IncludeNode):
    """``{% include "a template" %}``; one that is named by a value is the framework's."""

    included: Template | None = None

    def settle(self) -> None:
        self.values = resolvers(self.extra_context)
        name = None if self.template.is_var or self.template.filters else self.template.var
        self.name = name if isinstance(name, str) and not name.startswith(".") else None

    def render(self, context: Context) -> SafeString:
        if self.name is None:
            return super().render(context)
        if self.included is None:
            self.included = engine_of(context).get_template(self.name)
        values = {name: value(context) for name, value in self.values}
        return render_within(context, self.included, values, alone=self.isolated_context)


class FastTagNode(FastNode, TagHelperNode):
    """A tag that is a function."""

    def settle(self) -> None:
        self.found = [resolver(arg) for arg in self.args]
        self.named = resolvers(self.kwargs)

    def get_resolved_arguments(self, context: Context) -> tuple[list[Any], dict[str, Any]]:
        """What the function is called with."""
        args = [found(context) for found in self.found]
        kwargs = {name: value(context) for name, value in self.named}
        return [context, *args] if self.takes_context else args, kwargs


class FastSimpleNode(FastTagNode, SimpleNode):
    """A tag whose function says what it writes."""


class FastInclusionNode(FastTagNode, InclusionNode):
    """A tag whose function says what its template shows."""

    included: Template | None = None

    def render(self, context: Context) -> str:
        if not isinstance(self.filename, str):
            return super().render(context)
        args, kwargs = self.get_resolved_arguments(context)
        given: Any = self.func(*args, **kwargs)
        if not isinstance(given, dict):  # a context, or nothing
            given = context.new(given).flatten()
        values = dict(given)
        token = context.get("csrf_token")
        if token is not None:
            values["csrf_token"] = token
        if self.included is None:
            self.included = engine_of(context).get_template(self.filename)
        return render_within(context, self.included, values, alone=True)


class FastUrlNode(FastNode, URLNode):
    """``{% url %}``"""

    def settle(self) -> None:
        self.found = [resolver(arg) for arg in self.args]
        self.view = resolver(self.view_name)

    def render(self, context: Context) -> str:
        name, args = self.view(context), tuple(found(context) for found in self.found)
        if self.kwargs or not all(type(arg) is int or type(arg) is str for arg in args):
            return super().render(context)
        request, urls = getattr(context, "request", None), get_urlconf() or settings.ROOT_URLCONF
        match = getattr(request, "resolver_match", None)
        app = getattr(request, "current_app", getattr(match, "namespace", None))
        try:
            address = _address(name, args, app, urls, get_script_prefix())
        except NoReverseMatch:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@lru_cache(ADDRESSES)
def _address(name: str, args: tuple[Any, ...], app: str | None, urls: str, prefix: str) -> str:
    return reverse(name, urlconf=urls, args=args, current_app=app)


class FastCsrfTokenNode(FastNode, CsrfTokenNode):
    """``{% csrf_token %}``"""

    def render(self, context: Context) -> str:
        token = str(context.get("csrf_token", ""))
        if len(token) != CSRF_TOKEN_LENGTH or not token.isalnum():
            return super().render(context)
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'


class FastBlockTranslateNode(FastNode, BlockTranslateNode):
    """``{% blocktranslate %}`` with values and without a plural."""

    def settle(self) -> None:
        self.values = resolvers(self.extra_context)
        words, self.names = self.render_token_list(self.singular)
        self.words = translation.gettext(words)

    def render(self, context: Context, nested: bool = False) -> str:
        try:
            with ContextDict(context, {name: value(context) for name, value in self.values}):
                text = self.words % {name: written(context[name], context) for name in self.names}
        except (KeyError, ValueError):  # a name that is nowhere, a translation that is no format
            return super().render(context, nested)
        if self.asvar:
            context[self.asvar] = SafeString(text)
            return ""
        return text


class FastTranslateNode(FastNode, TranslateNode):
    """``{% translate "words" as name %}``"""

    def settle(self) -> None:
        context = Context()
        super().render(context)
        self.words = context[str(self.asvar)]

    def render(self, context: Context) -> str:
        context[str(self.asvar)] = self.words
        return ""
