"""Registers the mergers application."""

from django.apps import AppConfig


class MergersConfig(AppConfig):
    """Proposing, comparing, approving and carrying out merges."""

    name = "mergers"
    verbose_name = "整合方案"
