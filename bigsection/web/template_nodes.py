"""Nodes of compiled templates that write what the framework's own do in a fraction of the time."""

from __future__ import annotations

from typing import Any, cast

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, VariableDoesNotExist, VariableNode
from django.template.context import ContextDict
from django.template.defaulttags import (
    ForNode,
    IfNode,
    WithNode,
)
from django.utils.safestring import SafeString

from bigsection.web.template_values import Found, resolver, tester, written


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
