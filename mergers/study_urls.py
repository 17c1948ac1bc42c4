"""Addresses of the region studies."""

from django.urls import URLPattern, path

from bigsection.lazy import lazy_views

page, api = lazy_views("mergers.views"), lazy_views("mergers.api")

study_patterns: list[URLPattern] = [
    path("studies/", page("region_study_list"), name="region_study_list"),
    path("studies/new/", page("region_study_create"), name="region_study_create"),
    path("studies/<int:pk>/", page("region_study"), name="region_study"),
    path(
        "studies/<int:pk>/cancel/",
        page("region_study_cancel", "region_study_steps"),
        name="region_study_cancel",
    ),
    path(
        "studies/<int:pk>/resume/",
        page("region_study_resume", "region_study_steps"),
        name="region_study_resume",
    ),
    path("studies/<int:pk>/split/", page("region_study_split"), name="region_study_split"),
    path("studies/<int:pk>/plans/", page("region_study_plans"), name="region_study_plans"),
    path(
        "studies/<int:pk>/discard/",
        page("region_study_discard", "region_study_steps"),
        name="region_study_discard",
    ),
    path("studies/<int:pk>/export.xlsx", page("region_study_export"), name="region_study_export"),
    path("api/studies/", api("study_list", "studies"), name="api_region_study_list"),
    path("api/studies/<int:pk>/", api("study_detail", "studies"), name="api_region_study_detail"),
]
