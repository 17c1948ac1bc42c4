"""Registers the mergers application."""

from django.apps import AppConfig

from bigsection.audit.wording import name_values


class MergersConfig(AppConfig):
    """Proposing, comparing, approving and carrying out merges."""

    name = "mergers"
    verbose_name = "整合方案"

    def ready(self) -> None:
        """Make the kinds of job known to the worker, the words for our codes to the audit, and what
        follows an import to the imports.
        """
        from departments.actions.import_runs import AFTER_IMPORT
        from mergers import jobs  # noqa: F401
        from mergers.actions.calibrations import establish
        from mergers.models import PlanStatus, RulingVerdict

        AFTER_IMPORT.append(establish)
        name_values("status", dict(PlanStatus.choices))
        name_values("verdict", dict(RulingVerdict.choices))
