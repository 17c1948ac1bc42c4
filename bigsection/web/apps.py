"""Registers the web ground floor: error pages, template tags, context."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What every page shares."""

    name = "bigsection.web"
    label = "web"
