"""The size of a department's structure on every page."""

from django import template

from departments.queries.figures import size_of

register = template.Library()
register.filter("size_of", size_of)
