"""Templates that are simplified once they are compiled: what is the same on every page is worked out
then, and values that need no formatting are written as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, cast

from django.conf import settings
from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode
from django.template.loaders import cached
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.safestring import SafeString

NOTHING = (CommentNode, LoadNode)
"""Nodes that write nothing and change nothing once the template is compiled."""

SEARCH: Callable[[Variable, Context], Any] = Variable._resolve_lookup  # type: ignore[attr-defined]
"""How the framework finds the value of a name."""


class Loader(cached.Loader):
    """Keeps compiled templates as Django's own does, simplified."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template; TemplateDoesNotExist where there is none."""
        template = super().get_template(template_name, skip)
        if not hasattr(template, "is_simplified"):
            with translation.override(settings.LANGUAGE_CODE):
                simplify(template.nodelist)
            template.is_simplified = True  # type: ignore[attr-defined]
        return template


class PlainVariableNode(VariableNode):
    """A value on the page: texts and whole numbers, which are nearly all, by the shortest way to what
    the framework would write.
    """

    def render(self, context: Context) -> str:
        """The value as it is written."""
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return cast(str, value)
        if kind is str and context.autoescape:
            return escape(value)
        if kind is int:  # no separator of thousands is set
            return str(value)
        return super().render(context)


class PlainVariable(Variable):
    """A name with dots whose value is found by the shortest way where it is an entry of a dictionary
    or an attribute; the framework looks for everything else, and says what is missing.
    """

    __slots__ = ()

    def _resolve_lookup(self, context: Context) -> Any:
        try:
            first, *rest = self.lookups or ()
            for layer in reversed(context.dicts):
                if first in layer:
                    current = layer[first]
                    break
            else:
                return SEARCH(self, context)
            for bit in rest:
                kind = type(current)
                if kind is dict:
                    current = current[bit]
                elif hasattr(kind, "__getitem__"):
                    return SEARCH(self, context)
                else:
                    current = getattr(current, bit)
                if callable(current):
                    return SEARCH(self, context)
        except (KeyError, AttributeError):
            return SEARCH(self, context)
        return SEARCH(self, context) if callable(current) else current


def simplify(nodes: NodeList) -> None:
    """Replace, in place and to any depth, what renders the same whatever the context is by its text;
    neighbouring texts become one.
    """
    simple: list[Node] = []
    for node in nodes:
        for inner in _inner(node):
            simplify(inner)
        text = _constant(node)
        for variable in _variables(list(vars(node).values())):
            if type(variable) is Variable:
                variable.__class__ = PlainVariable
        if text is None:
            if type(node) is VariableNode:
                node.__class__ = PlainVariableNode
            simple.append(node)
        elif simple and isinstance(simple[-1], TextNode):
            simple[-1] = TextNode(simple[-1].s + text)
        elif text:
            simple.append(TextNode(text))
    nodes[:] = simple


def _inner(node: Node) -> Iterator[NodeList]:
    """The lists of nodes within a node."""
    if isinstance(node, IfNode):
        yield from (nodelist for _, nodelist in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        nodelist = getattr(node, name, None)
        if isinstance(nodelist, NodeList):
            yield nodelist


def _variables(found: Any) -> Iterator[Variable]:
    """The variables in what a node was compiled to: in expressions, their filters, conditions."""
    if isinstance(found, Variable):
        if found.lookups is not None:
            yield found
    elif isinstance(found, FilterExpression):
        yield from _variables([found.var, found.filters])
    elif isinstance(found, TokenBase):
        yield from _variables([found.first, found.second, getattr(found, "value", None)])
    elif isinstance(found, dict):
        yield from _variables(list(found.values()))
    elif isinstance(found, list | tuple) and not isinstance(found, NodeList):
        for one in found:
            yield from _variables(one)


def _constant(node: Node) -> str | None:
    """What a node always writes; None where that depends on the context. Words are translated now,
    for there is one language.
    """
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, NOTHING):
        return ""
    if len(settings.LANGUAGES) > 1:
        return None
    if isinstance(node, TranslateNode):
        expression = node.filter_expression
        plain = not expression.filters and expression.var.literal is not None
        fixed = plain and not node.asvar and not node.message_context
        return str(node.render(Context())) if fixed else None
    if isinstance(node, BlockTranslateNode):
        varied = node.extra_context or node.plural or node.asvar or node.message_context
        words, names = node.render_token_list(node.singular)
        return None if varied or names else str(translation.gettext(words) % {})
    return None
