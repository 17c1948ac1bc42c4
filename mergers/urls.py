"""Addresses of the mergers application."""

from django.urls import URLPattern, path

from bigsection.lazy import lazy_views
from mergers.domain.workflow import TRANSITIONS
from mergers.questions.names import QUESTION_NAMES
from mergers.study_urls import study_patterns

page, api = lazy_views("mergers.views"), lazy_views("mergers.api")
EDITS = (
    "move",
    "found",
    "remove",
    "mode",
    "explain",
    "abolish",
    "duties",
    "people",
    "ruling",
    "undo",
    "redo",
)
"""The names of ``mergers.views.plan_edit.EDITS``."""

urlpatterns: list[URLPattern] = [
    path("", page("region_overview"), name="region_overview"),
    path("help/", page("help_page", "help"), name="help"),
    path("departments/<int:pk>/overlap/", page("overlap_matrix"), name="overlap_matrix"),
    path(
        "departments/<int:pk>/overlap/<int:a>/<int:b>/", page("overlap_pair"), name="overlap_pair"
    ),
    path("departments/<int:pk>/links/", page("section_links"), name="section_links"),
    path(
        "departments/<int:pk>/links/export.xlsx",
        page("section_links_export"),
        name="section_links_export",
    ),
    path(
        "departments/<int:pk>/links/<int:link_pk>/",
        page("section_link_edit"),
        name="section_link_edit",
    ),
    path(
        "departments/<int:pk>/links/<int:link_pk>/remove/",
        page("section_link_remove"),
        name="section_link_remove",
    ),
    path("regions/<int:pk>/calibration/", page("calibration"), name="calibration"),
    path("regions/<int:pk>/phrases/", page("phrase_list"), name="phrase_list"),
    path(
        "regions/<int:pk>/phrases/restore/",
        page("phrase_list_restore", "phrase_list_steps"),
        name="phrase_list_restore",
    ),
    path(
        "regions/<int:pk>/phrases/undo/",
        page("phrase_list_undo", "phrase_list_steps"),
        name="phrase_list_undo",
    ),
    path("departments/<int:pk>/plans/new/", page("plan_create"), name="plan_create"),
    path("plans/found/<uuid:pk>/", page("plan_found"), name="plan_found"),
    path("plans/", page("plan_list"), name="plan_list"),
    path("plans/<int:pk>/", page("plan_detail"), name="plan_detail"),
    path(
        "plans/<int:pk>/chart/<slug:view>.<slug:as_format>", page("plan_chart"), name="plan_chart"
    ),
    path("plans/<int:pk>/pairs/<int:a>/<int:b>/", page("plan_pair"), name="plan_pair"),
    path("plans/<int:pk>/certificate.json", page("plan_certificate"), name="plan_certificate"),
    path("plans/<int:pk>/solve/", page("plan_question_solve"), name="plan_question_solve"),
    path("plans/<int:pk>/questions/<slug:question>/", page("plan_question"), name="plan_question"),
    path(
        "plans/<int:pk>/questions/<slug:question>.<slug:as_format>",
        page("plan_question_export"),
        name="plan_question_export",
    ),
    path(
        "plans/<int:pk>/questions/<slug:question>/<slug:shape>/",
        page("plan_question_plan"),
        name="plan_question_plan",
    ),
    *(
        path(f"plans/<int:pk>/{verb}/", page("plan_step"), {"verb": verb}, name=f"plan_{verb}")
        for verb in TRANSITIONS
    ),
    path("plans/<int:pk>/recount/", page("plan_recount"), name="plan_recount"),
    path("plans/<int:pk>/sections/<int:section_pk>/", page("plan_section"), name="plan_section"),
    *(
        path(
            f"plans/<int:pk>/edit/{name}/",
            page("plan_edit"),
            {"edit": name},
            name=f"plan_edit_{name}",
        )
        for name in EDITS
    ),
    path(
        "plans/<int:pk>/big-sections/<int:big_section_pk>/rename/",
        page("big_section_rename"),
        name="big_section_rename",
    ),
    path("radar/", page("duty_radar_start"), name="duty_radar_start"),
    path("regions/<int:pk>/radar/", page("duty_radar"), name="duty_radar"),
    path("regions/<int:pk>/radar/export.xlsx", page("duty_radar_export"), name="duty_radar_export"),
    path("regions/<int:pk>/radar/<slug:pair_hash>/", page("duty_ruling"), name="duty_ruling"),
    path("regions/<int:pk>/boundaries/", page("duty_boundaries"), name="duty_boundaries"),
    path(
        "regions/<int:pk>/boundaries/export.xlsx",
        page("duty_boundaries_export"),
        name="duty_boundaries_export",
    ),
    path("boundaries/<int:pk>/revoke/", page("duty_ruling_revoke"), name="duty_ruling_revoke"),
    *study_patterns,
    path("todo/", page("todo"), name="todo"),
    path("todo/approvals/<int:pk>/", page("todo_acknowledge"), name="todo_acknowledge"),
    path("api/regions/<int:pk>/radar/", api("duty_radar", "radar"), name="api_duty_radar"),
    path(
        "api/regions/<int:pk>/boundaries/",
        api("duty_boundaries", "radar"),
        name="api_duty_boundaries",
    ),
    path("api/plans/", api("plan_list", "plans"), name="api_plan_list"),
    path("api/plans/<int:pk>/", api("plan_detail", "plans"), name="api_plan_detail"),
    *(
        path(
            f"api/plans/<int:pk>/{name}/",
            api("ENDPOINTS", "plan_questions", name),
            name=f"api_plan_{name.replace('-', '_')}",
        )
        for name in QUESTION_NAMES
    ),
    *(
        path(
            f"api/plans/<int:pk>/{verb}/",
            api("STEP_ENDPOINTS", "plan_steps", verb),
            name=f"api_plan_{verb}",
        )
        for verb in TRANSITIONS
    ),
    path(
        "api/regions/<int:pk>/calibration/", api("calibration", "settings"), name="api_calibration"
    ),
    path("api/regions/<int:pk>/phrases/", api("phrase_list", "settings"), name="api_phrase_list"),
    path(
        "api/departments/<int:pk>/links/",
        api("section_links", "settings"),
        name="api_section_links",
    ),
]
