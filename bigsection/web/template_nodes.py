"""Nodes of compiled templates that write what the framework's own do in a fraction of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, VariableDoesNotExist, VariableNode
from django.template.context import ContextDict
from django.template.defaulttags import (
    CsrfTokenNode,
    CycleNode,
    ForNode,
    IfChangedNode,
    IfNode,
    ResetCycleNode,
    URLNode,
    WithNode,
)
from django.template.library import InclusionNode, SimpleNode, TagHelperNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from bigsection.web.template_values import Found, engine_of, resolver, tester, written

STATEFUL = (BlockNode, CycleNode, ExtendsNode, IfChangedNode, ResetCycleNode)
"""Nodes that keep something for the rendering of their template, which has to begin anew."""
ADDRESSES = 4096
"""So many addresses are kept once they are made."""


class FastNodeList(NodeList):
    """A list of nodes whose texts are at hand; where an error comes from is not noted."""

    def settle(self) -> None:
        """Take the nodes as they are now."""
        self.parts: list[str | Found] = [
            node.s if isinstance(node, TextNode) else node.render for node in self
        ]

    def render(self, context: Context) -> SafeString:
        """What the nodes write, one after another."""
        return SafeString(
            "".join([part if isinstance(part, str) else part(context) for part in self.parts])
        )


class FastNode(Node):
    """A node that is made from one of the framework's, in place."""

    def settle(self) -> None:
        """Work out what does not depend on the context."""


class FastVariableNode(FastNode, VariableNode):
    """``{{ value }}``"""

    def settle(self) -> None:
        self.value = resolver(self.filter_expression)

    def render(self, context: Context) -> str:
        try:
            value = self.value(context)
        except UnicodeDecodeError:  # as the framework has it
            return ""
        return written(value, context)


class FastIfNode(FastNode, IfNode):
    """``{% if %}``"""

    def settle(self) -> None:
        self.cases = [
            (None if condition is None else tester(condition), nodes)
            for condition, nodes in self.conditions_nodelists
        ]

    def render(self, context: Context) -> str:
        for holds, nodes in self.cases:
            try:
                match = holds is None or holds(context)
            except VariableDoesNotExist:  # of what a filter is given
                match = False
            if match:
                return cast(str, nodes.render(context))
        return ""


class FastForNode(FastNode, ForNode):
    """``{% for %}``"""

    def settle(self) -> None:
        self.values = resolver(cast(FilterExpression, self.sequence), ignore_failures=True)

    def render(self, context: Context) -> str:
        """The nodes for each value."""
        values = self.values(context)
        if values is None:
            values = ()
        elif not hasattr(values, "__len__"):
            values = list(values)
        total = len(values)
        if not total:
            with ContextDict(context):
                return cast(NodeList, self.nodelist_empty).render(context)
        loop: dict[str, Any] = {"parentloop": context.get("forloop", {})}
        names, render = self.loopvars, cast(NodeList, self.nodelist_loop).render
        texts = []
        with ContextDict(context, forloop=loop) as own:
            for index, value in enumerate(reversed(values) if self.is_reversed else values):
                loop["counter0"], loop["counter"] = index, index + 1
                loop["revcounter"], loop["revcounter0"] = total - index, total - index - 1
                loop["first"], loop["last"] = index == 0, index == total - 1
                if len(names) == 1:
                    own[names[0]] = value
                    texts.append(render(context))
                else:
                    several = value if hasattr(value, "__len__") else (value,)
                    with ContextDict(context, zip(names, several, strict=True)):
                        texts.append(render(context))
        return SafeString("".join(texts))


class FastWithNode(FastNode, WithNode):
    """``{% with %}``"""

    def settle(self) -> None:
        self.values = resolvers(self.extra_context)

    def render(self, context: Context) -> str:
        with ContextDict(context, {name: value(context) for name, value in self.values}):
            return cast(str, self.nodelist.render(context))


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


def resolvers(expressions: dict[str, Any]) -> list[tuple[str, Found]]:
    """What each expression is worth, by its name."""
    return [(name, resolver(expression)) for name, expression in expressions.items()]


def render_within(
    context: Context, template: Template, values: dict[str, Any], *, alone: bool
) -> SafeString:
    """A template as a part of another, with these values on top of the context, or ``alone``."""
    if getattr(template, "is_stateful", True):
        if alone:
            return template.render(context.new(values))
        with ContextDict(context, values):
            return template.render(context)
    if not alone:
        with ContextDict(context, values):
            return template.nodelist.render(context)
    dicts = context.dicts
    context.dicts = [dicts[0], values]
    try:
        return template.nodelist.render(context)
    finally:
        context.dicts = dicts


FAST: dict[type[Node], type[FastNode]] = {
    CsrfTokenNode: FastCsrfTokenNode,
    ForNode: FastForNode,
    IfNode: FastIfNode,
    IncludeNode: FastIncludeNode,
    InclusionNode: FastInclusionNode,
    SimpleNode: FastSimpleNode,
    URLNode: FastUrlNode,
    VariableNode: FastVariableNode,
    WithNode: FastWithNode,
}


def stands_there(expression: FilterExpression) -> bool:
    """Whether it is words in quotation marks."""
    return isinstance(getattr(expression.var, "literal", None), str)


def keeps_state(template: Template) -> bool:
    """Whether any of the nodes, to any depth, is STATEFUL, or asks for the state of the rendering."""
    if "block.super" in template.source:  # of a block around a part there is none in the part
        return True
    return any(template.nodelist.get_nodes_by_type(kind) for kind in STATEFUL)


def hasten(node: Node) -> None:
    """Make a node a fast one, in place, where there is one for it."""
    kind = _fast_class(node)
    if kind is not None:
        node.__class__ = kind
        cast(FastNode, node).settle()


def _fast_class(node: Node) -> type[FastNode] | None:
    kind = FAST.get(type(node))
    if kind is not None or len(settings.LANGUAGES) > 1:
        return kind
    if type(node) is BlockTranslateNode and not node.plural and not node.message_context:
        return FastBlockTranslateNode
    if type(node) is TranslateNode and node.asvar and not node.message_context:
        expression = node.filter_expression
        if not expression.filters and stands_there(expression):
            return FastTranslateNode
    return None
