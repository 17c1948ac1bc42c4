"""Registers the mergers application."""

from django.apps import AppConfig

from bigsection.audit.subjects import PAGES
from bigsection.audit.wording import name_values
from bigsection.lazy import LazyFunction
from departments.actions.structure_changes import FOLLOWERS
from departments.hooks import AFTER_IMPORT, ENDINGS, OBSTACLES


class MergersConfig(AppConfig):
    """Proposing, comparing, approving and carrying out merges."""

    name = "mergers"
    verbose_name = "整合方案"

    def ready(self) -> None:
        """Make the words for our codes known to the audit, and what follows an import or another
        change, or keeps it from being undone, to the departments.
        """
        from mergers.models import PlanStatus, RulingVerdict

        AFTER_IMPORT.append(LazyFunction("mergers.actions.calibrations", "establish"))
        FOLLOWERS.append(LazyFunction("mergers.actions.outdating", "compare_structures"))
        OBSTACLES.append(LazyFunction("mergers.queries.undo_obstacles", "plans_in_the_way"))
        ENDINGS.append(LazyFunction("mergers.queries.endings", "ended_by_plan"))
        PAGES.update({"mergers.mergeplan": "plan_detail", "mergers.regionstudy": "region_study"})
        name_values("status", dict(PlanStatus.choices))
        name_values("verdict", dict(RulingVerdict.choices))
