"""Registers the mergers application."""

from django.apps import AppConfig

from bigsection.audit.subjects import PAGES
from bigsection.audit.wording import name_values


class MergersConfig(AppConfig):
    """Proposing, comparing, approving and carrying out merges."""

    name = "mergers"
    verbose_name = "整合方案"

    def ready(self) -> None:
        """Make the kinds of job known to the worker, the words for our codes to the audit, and what
        follows an import or another change, or keeps it from being undone, to the departments.
        """
        from departments.actions.import_runs import AFTER_IMPORT
        from departments.actions.structure_changes import FOLLOWERS
        from departments.queries.last_state import ENDINGS
        from departments.queries.undo_obstacles import OBSTACLES
        from mergers import jobs  # noqa: F401
        from mergers.actions.calibrations import establish
        from mergers.actions.outdating import compare_plans
        from mergers.models import PlanStatus, RulingVerdict
        from mergers.queries.endings import ended_by_plan
        from mergers.queries.undo_obstacles import plans_in_the_way

        AFTER_IMPORT.append(establish)
        FOLLOWERS.append(compare_plans)
        OBSTACLES.append(plans_in_the_way)
        ENDINGS.append(ended_by_plan)
        PAGES.update({"mergers.mergeplan": "plan_detail", "mergers.regionstudy": "region_study"})
        name_values("status", dict(PlanStatus.choices))
        name_values("verdict", dict(RulingVerdict.choices))
