"""Registers the departments application."""

from django.apps import AppConfig

from bigsection.audit.subjects import PAGES
from bigsection.audit.wording import name_values


class DepartmentsConfig(AppConfig):
    """The organisation as it is, and how it got there."""

    name = "departments"
    verbose_name = "机构"

    def ready(self) -> None:
        """Make words for codes known to the audit trail, and note who logs in and what is changed."""
        from bigsection.audit.record import FOLLOWERS
        from departments.actions import sign_ins  # noqa: F401  its receivers
        from departments.actions.data_marks import mark_changed
        from departments.models import DepartmentKind, DutyKind, Role, SectionKind

        kinds = dict(DepartmentKind.choices) | dict(SectionKind.choices)
        name_values("kind", kinds | {"party": "党委（党务）"})  # departments and sections share it
        name_values("duty_kind", dict(DutyKind.choices))
        PAGES.update(
            {
                "departments.department": "department_detail",
                "departments.section": "section_detail",
                "departments.workbookimport": "import_detail",
            }
        )
        name_values("role", dict(Role.choices))
        FOLLOWERS.append(mark_changed)
