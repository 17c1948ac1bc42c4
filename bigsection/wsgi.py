"""The WSGI application that the web server calls."""

import os

import django
from django.urls import URLPattern, URLResolver, get_resolver

from bigsection.lazy import LazyFunction
from bigsection.web.handler import Handler


def load_views(resolver: URLResolver) -> None:
    """Load every view, so that nobody who opens a page waits for it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            load_views(entry)
        elif isinstance(entry, URLPattern) and isinstance(entry.callback, LazyFunction):
            entry.callback.load()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bigsection.settings")
django.setup(set_prefix=False)
load_views(get_resolver())
application = Handler()
