"""Addresses of the departments application."""

from django.urls import URLPattern, path

from departments.api.departments import department_detail as api_department_detail
from departments.api.departments import department_list as api_department_list
from departments.api.search import search as api_search
from departments.views.audit_export import audit_export
from departments.views.audit_head import audit_head, audit_head_file
from departments.views.audit_trail import audit_trail
from departments.views.column_mappings import column_mapping_forget, column_mappings
from departments.views.data_health import data_health
from departments.views.data_health_export import data_health_export
from departments.views.department_chart import department_chart
from departments.views.department_detail import department_detail
from departments.views.department_list import department_list
from departments.views.import_choose import import_choose
from departments.views.import_detail import import_detail
from departments.views.import_list import import_list
from departments.views.import_mapping import import_mapping
from departments.views.import_mark import import_mark
from departments.views.import_marked import import_marked
from departments.views.import_steps import import_abandon, import_confirm, import_undo
from departments.views.import_template import import_template
from departments.views.present_data import present_data
from departments.views.rule_set import rule_set
from departments.views.search import search
from departments.views.section_detail import section_detail
from departments.views.settings_index import settings_index

urlpatterns: list[URLPattern] = [
    path("departments/", department_list, name="department_list"),
    path("departments/<int:pk>/", department_detail, name="department_detail"),
    path("departments/<int:pk>/chart.<str:as_format>", department_chart, name="department_chart"),
    path("sections/<int:pk>/", section_detail, name="section_detail"),
    path("imports/", import_list, name="import_list"),
    path("imports/present.xlsx", present_data, name="present_data"),
    path("imports/template.xlsx", import_template, name="import_template"),
    path("imports/<uuid:pk>/", import_detail, name="import_detail"),
    path("imports/<uuid:pk>/mapping/", import_mapping, name="import_mapping"),
    path("imports/<uuid:pk>/choose/", import_choose, name="import_choose"),
    path("imports/<uuid:pk>/mark/", import_mark, name="import_mark"),
    path("imports/<uuid:pk>/marked.xlsx", import_marked, name="import_marked"),
    path("imports/<uuid:pk>/confirm/", import_confirm, name="import_confirm"),
    path("imports/<uuid:pk>/abandon/", import_abandon, name="import_abandon"),
    path("imports/<uuid:pk>/undo/", import_undo, name="import_undo"),
    path("data-health/", data_health, name="data_health"),
    path("data-health/export.xlsx", data_health_export, name="data_health_export"),
    path("audit/", audit_trail, name="audit_trail"),
    path("audit/export.xlsx", audit_export, {"as_format": "xlsx"}, name="audit_export"),
    path("audit/export.csv", audit_export, {"as_format": "csv"}, name="audit_export_csv"),
    path("audit/head/", audit_head, name="audit_head"),
    path("audit/head.json", audit_head_file, name="audit_head_file"),
    path("search/", search, name="search"),
    path("settings/", settings_index, name="settings_index"),
    path("columns/", column_mappings, name="column_mappings"),
    path("columns/<int:pk>/forget/", column_mapping_forget, name="column_mapping_forget"),
    path("regions/<int:pk>/rules/", rule_set, name="rule_set"),
    path("api/search/", api_search, name="api_search"),
    path("api/departments/", api_department_list, name="api_department_list"),
    path("api/departments/<int:pk>/", api_department_detail, name="api_department_detail"),
]
