"""Registers the jobs application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work done later, with progress."""

    name = "bigsection.jobs"
    label = "jobs"
    verbose_name = "后台任务"
