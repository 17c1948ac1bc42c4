"""Registers the audit application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only record of who did what."""

    name = "bigsection.audit"
    label = "audit"
    verbose_name = "审计"
