"""Registers the mergers application."""

from django.apps import AppConfig

from bigsection.audit.wording import name_values


class MergersConfig(AppConfig):
    """Proposing, comparing, approving and carrying out merges."""

    name = "mergers"
    verbose_name = "整合方案"

    def ready(self) -> None:
        """Give the audit trail the words for the codes of this application."""
        from mergers.models import PlanStatus

        name_values("status", dict(PlanStatus.choices))
