"""Addresses of the mergers application."""

from django.urls import URLPattern, path

from mergers.api.plan_questions import ENDPOINTS as QUESTION_ENDPOINTS
from mergers.api.plan_steps import STEP_ENDPOINTS
from mergers.api.plans import plan_detail as api_plan_detail
from mergers.api.plans import plan_list as api_plan_list
from mergers.api.radar import duty_boundaries as api_duty_boundaries
from mergers.api.radar import duty_radar as api_duty_radar
from mergers.api.settings import calibration as api_calibration
from mergers.api.settings import phrase_list as api_phrase_list
from mergers.api.settings import section_links as api_section_links
from mergers.domain.workflow import TRANSITIONS
from mergers.study_urls import study_patterns
from mergers.views.big_section_rename import big_section_rename
from mergers.views.calibration import calibration
from mergers.views.duty_boundaries import duty_boundaries
from mergers.views.duty_boundaries_export import duty_boundaries_export
from mergers.views.duty_radar import duty_radar
from mergers.views.duty_radar_export import duty_radar_export
from mergers.views.duty_radar_start import duty_radar_start
from mergers.views.duty_ruling import duty_ruling
from mergers.views.duty_ruling_revoke import duty_ruling_revoke
from mergers.views.help import help_page
from mergers.views.overlap_matrix import overlap_matrix
from mergers.views.overlap_pair import overlap_pair
from mergers.views.phrase_list import phrase_list
from mergers.views.phrase_list_steps import phrase_list_restore, phrase_list_undo
from mergers.views.plan_certificate import plan_certificate
from mergers.views.plan_chart import plan_chart
from mergers.views.plan_create import plan_create
from mergers.views.plan_detail import plan_detail
from mergers.views.plan_edit import EDITS, plan_edit
from mergers.views.plan_found import plan_found
from mergers.views.plan_list import plan_list
from mergers.views.plan_pair import plan_pair
from mergers.views.plan_question import plan_question
from mergers.views.plan_question_export import plan_question_export
from mergers.views.plan_question_plan import plan_question_plan
from mergers.views.plan_question_solve import plan_question_solve
from mergers.views.plan_recount import plan_recount
from mergers.views.plan_section import plan_section
from mergers.views.plan_step import plan_step
from mergers.views.region_overview import region_overview
from mergers.views.section_link_edit import section_link_edit
from mergers.views.section_link_remove import section_link_remove
from mergers.views.section_links import section_links
from mergers.views.section_links_export import section_links_export
from mergers.views.todo import todo
from mergers.views.todo_acknowledge import todo_acknowledge

urlpatterns: list[URLPattern] = [
    path("", region_overview, name="region_overview"),
    path("help/", help_page, name="help"),
    path("departments/<int:pk>/overlap/", overlap_matrix, name="overlap_matrix"),
    path("departments/<int:pk>/overlap/<int:a>/<int:b>/", overlap_pair, name="overlap_pair"),
    path("departments/<int:pk>/links/", section_links, name="section_links"),
    path(
        "departments/<int:pk>/links/export.xlsx", section_links_export, name="section_links_export"
    ),
    path("departments/<int:pk>/links/<int:link_pk>/", section_link_edit, name="section_link_edit"),
    path(
        "departments/<int:pk>/links/<int:link_pk>/remove/",
        section_link_remove,
        name="section_link_remove",
    ),
    path("regions/<int:pk>/calibration/", calibration, name="calibration"),
    path("regions/<int:pk>/phrases/", phrase_list, name="phrase_list"),
    path("regions/<int:pk>/phrases/restore/", phrase_list_restore, name="phrase_list_restore"),
    path("regions/<int:pk>/phrases/undo/", phrase_list_undo, name="phrase_list_undo"),
    path("departments/<int:pk>/plans/new/", plan_create, name="plan_create"),
    path("plans/found/<uuid:pk>/", plan_found, name="plan_found"),
    path("plans/", plan_list, name="plan_list"),
    path("plans/<int:pk>/", plan_detail, name="plan_detail"),
    path("plans/<int:pk>/chart/<slug:view>.<slug:as_format>", plan_chart, name="plan_chart"),
    path("plans/<int:pk>/pairs/<int:a>/<int:b>/", plan_pair, name="plan_pair"),
    path("plans/<int:pk>/certificate.json", plan_certificate, name="plan_certificate"),
    path("plans/<int:pk>/solve/", plan_question_solve, name="plan_question_solve"),
    path("plans/<int:pk>/questions/<slug:question>/", plan_question, name="plan_question"),
    path(
        "plans/<int:pk>/questions/<slug:question>.<slug:as_format>",
        plan_question_export,
        name="plan_question_export",
    ),
    path(
        "plans/<int:pk>/questions/<slug:question>/<slug:shape>/",
        plan_question_plan,
        name="plan_question_plan",
    ),
    *(
        path(f"plans/<int:pk>/{verb}/", plan_step, {"verb": verb}, name=f"plan_{verb}")
        for verb in TRANSITIONS
    ),
    path("plans/<int:pk>/recount/", plan_recount, name="plan_recount"),
    path("plans/<int:pk>/sections/<int:section_pk>/", plan_section, name="plan_section"),
    *(
        path(f"plans/<int:pk>/edit/{name}/", plan_edit, {"edit": name}, name=f"plan_edit_{name}")
        for name in EDITS
    ),
    path(
        "plans/<int:pk>/big-sections/<int:big_section_pk>/rename/",
        big_section_rename,
        name="big_section_rename",
    ),
    path("radar/", duty_radar_start, name="duty_radar_start"),
    path("regions/<int:pk>/radar/", duty_radar, name="duty_radar"),
    path("regions/<int:pk>/radar/export.xlsx", duty_radar_export, name="duty_radar_export"),
    path("regions/<int:pk>/radar/<slug:pair_hash>/", duty_ruling, name="duty_ruling"),
    path("regions/<int:pk>/boundaries/", duty_boundaries, name="duty_boundaries"),
    path(
        "regions/<int:pk>/boundaries/export.xlsx",
        duty_boundaries_export,
        name="duty_boundaries_export",
    ),
    path("boundaries/<int:pk>/revoke/", duty_ruling_revoke, name="duty_ruling_revoke"),
    *study_patterns,
    path("todo/", todo, name="todo"),
    path("todo/approvals/<int:pk>/", todo_acknowledge, name="todo_acknowledge"),
    path("api/regions/<int:pk>/radar/", api_duty_radar, name="api_duty_radar"),
    path("api/regions/<int:pk>/boundaries/", api_duty_boundaries, name="api_duty_boundaries"),
    path("api/plans/", api_plan_list, name="api_plan_list"),
    path("api/plans/<int:pk>/", api_plan_detail, name="api_plan_detail"),
    *(
        path(f"api/plans/<int:pk>/{name}/", view, name=f"api_plan_{name.replace('-', '_')}")
        for name, view in {**QUESTION_ENDPOINTS, **STEP_ENDPOINTS}.items()
    ),
    path("api/regions/<int:pk>/calibration/", api_calibration, name="api_calibration"),
    path("api/regions/<int:pk>/phrases/", api_phrase_list, name="api_phrase_list"),
    path("api/departments/<int:pk>/links/", api_section_links, name="api_section_links"),
]
