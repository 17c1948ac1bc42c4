"""Templates that are simplified once they are compiled: what is the same on every page is worked out
then, and what is left are nodes that lose no time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, VariableNode
from django.template.defaulttags import (
    CommentNode,
    CsrfTokenNode,
    CycleNode,
    ForNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    ResetCycleNode,
    URLNode,
    WithNode,
)
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from bigsection.web.template_nodes import (
    FastForNode,
    FastIfNode,
    FastNode,
    FastNodeList,
    FastVariableNode,
    FastWithNode,
)
from bigsection.web.template_tag_nodes import (
    FastBlockTranslateNode,
    FastCsrfTokenNode,
    FastIncludeNode,
    FastInclusionNode,
    FastSimpleNode,
    FastTranslateNode,
    FastUrlNode,
)

NOTHING = (CommentNode, LoadNode)
"""Nodes that write nothing and change nothing once the template is compiled."""
STATEFUL = (BlockNode, CycleNode, ExtendsNode, IfChangedNode, ResetCycleNode)
"""Nodes that keep something for the rendering of their template, which has to begin anew."""
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
"""The node that takes the place of each of the framework's."""


class Simplifier(base.Loader):
    """Simplifies what was compiled."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template; TemplateDoesNotExist where there is none."""
        template = super().get_template(template_name, skip)
        with translation.override(settings.LANGUAGE_CODE):
            simplify(template.nodelist)
        stateful = settings.DEBUG or keeps_state(template)
        template.is_stateful = stateful  # type: ignore[attr-defined]
        return template


class Loader(cached.Loader, Simplifier):
    """Keeps compiled templates as Django's own does: what it compiles comes through the Simplifier
    before it is kept, so that no other thread finds it half done.
    """


def simplify(nodes: NodeList) -> None:
    """Replace, in place and to any depth, what renders the same whatever the context is by its text;
    neighbouring texts become one.
    """
    simple: list[Node] = []
    for node in nodes:
        for inner in _inner(node):
            simplify(inner)
        text = _constant(node)
        if text is None:
            hasten(node)
            simple.append(node)
        elif simple and isinstance(simple[-1], TextNode):
            simple[-1] = TextNode(simple[-1].s + text)
        elif text:
            simple.append(TextNode(text))
    nodes[:] = simple
    if not settings.DEBUG:  # then an error is told with its line
        nodes.__class__ = FastNodeList
        cast(FastNodeList, nodes).settle()


def _inner(node: Node) -> Iterator[NodeList]:
    """The lists of nodes within a node."""
    if isinstance(node, IfNode):
        yield from (nodelist for _, nodelist in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        nodelist = getattr(node, name, None)
        if isinstance(nodelist, NodeList):
            yield nodelist


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
        plain = not expression.filters and stands_there(expression)
        fixed = plain and not node.asvar and not node.message_context
        return str(node.render(Context())) if fixed else None
    if isinstance(node, BlockTranslateNode):
        varied = node.extra_context or node.plural or node.asvar or node.message_context
        words, names = node.render_token_list(node.singular)
        return None if varied or names else str(translation.gettext(words) % {})
    return None


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
