"""Registers the departments application."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    """The organisation as it is, and how it got there."""

    name = "departments"
    verbose_name = "机构"

    def ready(self) -> None:
        """Make the kinds of job known to the worker."""
        from departments import jobs  # noqa: F401
