"""How a compiled template finds a value: each name, expression and condition as a function of the
context, without the framework's way round where that can only lead to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, cast

from django.template import Context, Engine, Template
from django.template.base import (
    FilterExpression,
    Variable,
    VariableDoesNotExist,
    render_value_in_context,
)
from django.template.defaulttags import TemplateLiteral
from django.utils.safestring import SafeData, SafeString, mark_safe

Found = Callable[[Context], Any]
"""What a part of a template is worth in a context."""
SEARCH: Callable[[Variable, Context], Any] = Variable._resolve_lookup  # type: ignore[attr-defined]
"""How the framework finds the value of a name."""
MISSING = object()
"""Found where there is no value."""
OPERATORS: dict[str, Callable[[Found, Found, Context], Any]] = {
    "or": lambda a, b, context: a(context) or b(context),
    "and": lambda a, b, context: a(context) and b(context),
    "==": lambda a, b, context: a(context) == b(context),
    "!=": lambda a, b, context: a(context) != b(context),
    ">": lambda a, b, context: a(context) > b(context),
    "<": lambda a, b, context: a(context) < b(context),
    ">=": lambda a, b, context: a(context) >= b(context),
    "<=": lambda a, b, context: a(context) <= b(context),
    "in": lambda a, b, context: a(context) in b(context),
    "not in": lambda a, b, context: a(context) not in b(context),
    "is": lambda a, b, context: a(context) is b(context),
    "is not": lambda a, b, context: a(context) is not b(context),
}


def written(value: Any, context: Context) -> str:
    """A value as it stands on a page: texts and whole numbers, which are nearly all, by the shortest
    way to what the framework would write.
    """
    kind = type(value)
    if kind is SafeString:
        return cast(str, value)
    if kind is str and context.autoescape:
        return escape(value)
    if kind is int:  # no separator of thousands is set
        return str(value)
    return render_value_in_context(value, context)


def finder(variable: Variable) -> Found:
    """Finds the value of a name with dots, or MISSING. What is neither an entry of a dictionary nor
    an attribute is left to the framework.
    """
    if variable.lookups is None or variable.translate:
        return always(variable.resolve(Context()))
    first, *rest = variable.lookups
    return _path(variable, first, rest) if rest else _name(variable, first)


def _name(variable: Variable, name: str) -> Found:
    def find(context: Context) -> Any:
        for layer in reversed(context.dicts):
            if name in layer:
                value = layer[name]
                return _search(variable, context) if callable(value) else value
        return _search(variable, context) if hasattr(context, name) else MISSING

    return find


def _path(variable: Variable, first: str, rest: Sequence[str]) -> Found:
    def find(context: Context) -> Any:
        try:
            current = context[first]
            for bit in rest:
                kind = type(current)
                if kind is dict:
                    current = current[bit]
                elif hasattr(kind, "__getitem__") or callable(current):
                    return _search(variable, context)
                else:
                    current = getattr(current, bit)
        except Exception:  # of which some are silent
            return _search(variable, context)
        return _search(variable, context) if callable(current) else current

    return find


def _search(variable: Variable, context: Context) -> Any:
    """As the framework does it."""
    try:
        return SEARCH(variable, context)
    except VariableDoesNotExist:
        return MISSING


def always(value: Any) -> Found:
    """This value in every context."""
    return lambda context: value


def engine_of(context: Context) -> Engine:
    """The engine whose template is being rendered."""
    return cast(Template, context.template).engine


def resolver(expression: FilterExpression, *, ignore_failures: bool = False) -> Found:
    """What ``expression.resolve`` gives: a value with its filters; for a name that is nowhere None
    or, unless failures are ignored, what the engine has in its place.
    """
    filters = [_filter(function, args) for function, args in expression.filters]
    find = finder(expression.var) if expression.is_var else always(expression.var)
    if not filters and not expression.is_var:
        return find

    def resolve(context: Context) -> Any:
        found = find(context)
        if found is MISSING:
            if ignore_failures:
                found = None
            elif engine_of(context).string_if_invalid:
                return expression.resolve(context)
            else:
                found = ""
        for change in filters:
            found = change(found, context)
        return found

    return resolve


def _filter(
    function: Callable[..., Any], given: Sequence[tuple[bool, Any]]
) -> Callable[[Any, Context], Any]:
    """One filter of an expression with what it is given."""
    if getattr(function, "expects_localtime", False):
        return lambda value, context: _by_the_framework(value, function, given, context)
    finders = [_argument(*argument) for argument in given]
    needs_autoescape = getattr(function, "needs_autoescape", False)
    is_safe = getattr(function, "is_safe", False)

    def change(value: Any, context: Context) -> Any:
        args = [find(context) for find in finders]
        if needs_autoescape:
            changed = function(value, *args, autoescape=context.autoescape)
        else:
            changed = function(value, *args)
        if is_safe and isinstance(value, SafeData) and not hasattr(changed, "__html__"):
            return SafeString(changed)
        return changed

    return change


def _argument(is_name: bool, given: Any) -> Found:
    """What is given to a filter; as with the framework VariableDoesNotExist where that is nowhere."""
    if not is_name:
        return always(mark_safe(given))  # noqa: S308 (words of the template itself)
    find = finder(given)

    def found(context: Context) -> Any:
        value = find(context)
        return given.resolve(context) if value is MISSING else value

    return found


def _by_the_framework(
    value: Any, function: Callable[..., Any], given: Sequence[tuple[bool, Any]], context: Context
) -> Any:
    expression = FilterExpression.__new__(FilterExpression)
    expression.var, expression.is_var, expression.filters = value, False, [(function, given)]
    return expression.resolve(context)


def tester(condition: Any) -> Found:
    """What ``condition.eval`` gives of a condition (an operator of ``smartif``), or of a part of one."""
    if isinstance(condition, TemplateLiteral):
        return resolver(cast(FilterExpression, condition.value), ignore_failures=True)
    if condition.id == "not":
        only = tester(condition.first)

        def negated(context: Context) -> Any:
            try:
                return not only(context)
            except Exception:  # as the framework has it
                return False

        return negated
    if condition.id not in OPERATORS:
        return cast(Found, condition.eval)
    holds, first, second = (
        OPERATORS[condition.id],
        tester(condition.first),
        tester(condition.second),
    )

    def test(context: Context) -> Any:
        try:
            return holds(first, second, context)
        except Exception:  # as the framework has it
            return False

    return test
