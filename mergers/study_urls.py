"""Addresses of the region studies."""

from django.urls import URLPattern, path

from mergers.api.studies import study_detail as api_study_detail
from mergers.api.studies import study_list as api_study_list
from mergers.views.region_study import region_study
from mergers.views.region_study_create import region_study_create
from mergers.views.region_study_export import region_study_export
from mergers.views.region_study_list import region_study_list
from mergers.views.region_study_plans import region_study_plans
from mergers.views.region_study_split import region_study_split
from mergers.views.region_study_steps import (
    region_study_cancel,
    region_study_discard,
    region_study_resume,
)

study_patterns: list[URLPattern] = [
    path("studies/", region_study_list, name="region_study_list"),
    path("studies/new/", region_study_create, name="region_study_create"),
    path("studies/<int:pk>/", region_study, name="region_study"),
    path("studies/<int:pk>/cancel/", region_study_cancel, name="region_study_cancel"),
    path("studies/<int:pk>/resume/", region_study_resume, name="region_study_resume"),
    path("studies/<int:pk>/split/", region_study_split, name="region_study_split"),
    path("studies/<int:pk>/plans/", region_study_plans, name="region_study_plans"),
    path("studies/<int:pk>/discard/", region_study_discard, name="region_study_discard"),
    path("studies/<int:pk>/export.xlsx", region_study_export, name="region_study_export"),
    path("api/studies/", api_study_list, name="api_region_study_list"),
    path("api/studies/<int:pk>/", api_study_detail, name="api_region_study_detail"),
]
